import type { LayerReport, ParityReport, SecondRuntimeReport } from '@shared/contract/exports';
import { formatNumber, formatShare } from '@shared/format';

const formatDifference = (value: number | null) => (value === null ? 'not a number' : formatNumber(value));

function describeDeviation({ layer, largestDifference, tolerance, example }: LayerReport): string {
  const difference = `${formatDifference(largestDifference)} (let pass: ${formatNumber(tolerance)})`;
  return `layer "${layer}": ${difference}, on example ${example} of the data set`;
}

/** What fewer bits have cost. */
function describeLoss({ accuracy, precision, meanDifference }: ParityReport): string {
  if (accuracy === null) return `${precision}: mean difference ${formatDifference(meanDifference)}`;
  return `${precision}: ${formatNumber(100 * (accuracy.trainer - accuracy.file))} points`;
}

function describeSecond({ notRun, largestDifference, firstDeviation, passed }: SecondRuntimeReport): string {
  if (notRun !== null) return `not run: ${notRun}`;
  const difference = `largest difference ${formatDifference(largestDifference)}, ${passed ? 'passed' : 'FAILED'}`;
  return firstDeviation === null ? difference : `${difference}; ${describeDeviation(firstDeviation)}`;
}

/** What a report says, a row each. */
export function reportRows(report: ParityReport): string[][] {
  const { accuracy, layers } = report;
  const letPass = report.tolerance === null ? '' : ` (let pass: ${formatNumber(report.tolerance)})`;
  const shares = [report.medianDifference, report.percentile95, report.percentile99];
  return [
    ['parity', report.passed ? 'passed' : 'FAILED'],
    ...(report.precision === 'float32' ? [] : [['loss of accuracy', describeLoss(report)]]),
    ...(report.firstDeviation === null
      ? []
      : [['first deviation', describeDeviation(report.firstDeviation)]]),
    ['examples', `${report.examples} of the ${report.split} split`],
    ['largest difference', formatDifference(report.largestDifference) + letPass],
    ...(report.secondRuntime === null ? [] : [['in WebAssembly', describeSecond(report.secondRuntime)]]),
    ['mean difference', formatDifference(report.meanDifference)],
    ['median, 95 %, 99 %', shares.map(formatDifference).join(', ')],
    ...(report.sameTop1 === null ? [] : [['same top-1', formatShare(report.sameTop1)]]),
    ...(accuracy === null
      ? []
      : [['accuracy', `${formatShare(accuracy.file)} (the trainer: ${formatShare(accuracy.trainer)})`]]),
    [
      'layer by layer',
      layers.length === 0
        ? 'the file does not say which of its values are a layer’s'
        : `${layers.filter(({ deviates }) => !deviates).length} of ${layers.length} agree`,
    ],
  ];
}
