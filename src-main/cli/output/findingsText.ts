import { conditionOf } from '@shared/diagnosis';
import type { StartCheck } from '@shared/diagnosis/checks/check';
import { describeEdit } from '@shared/diagnosis/edits';
import type { Finding } from '@shared/diagnosis/finding';
import { formatNumber, formatShare } from '@shared/format';

/** What was looked at before the first step: a tick or a cross each. */
export function describeChecks(checks: readonly StartCheck[]): string {
  return [
    'before the first step:',
    ...checks.map(({ passed, title, says }) => `  ${passed ? '✓' : '✗'} ${title}: ${says}`),
  ].join('\n');
}

/** What was found in a run, for people: each condition with its reason and its numbered remedies. */
export function describeFindings(findings: readonly Finding[]): string {
  if (findings.length === 0) return '✓ nothing found';
  let number = 0;
  return findings
    .map((finding) => {
      const { title, reason, source } = conditionOf(finding.kind);
      const remedies = finding.remedies.map(
        (remedy) => `    ${++number}. ${remedy.title} (${remedy.edits.map(describeEdit).join(', ')})`,
      );
      if (finding.causedBy !== null) {
        const cause = conditionOf(finding.causedBy).title.toLowerCase();
        return [`  ↳ ${headOf(finding, title)}: because ${cause}`, ...remedies].join('\n');
      }
      return [
        headOf(finding, title),
        `  ${reason} (${source})`,
        `  seen: ${evidenceOf(finding)}; since step ${finding.since.step}`,
        ...(remedies.length === 0 ? [] : ['  remedies:', ...remedies]),
      ].join('\n');
    })
    .join('\n');
}

function headOf({ severity, layer, confidence }: Finding, title: string): string {
  const place = layer === null ? '' : ` (${layer})`;
  return `${severity}: ${title}${place}, ${formatShare(confidence)} sure`;
}

function evidenceOf({ evidence }: Finding): string {
  return Object.entries(evidence)
    .map(([name, value]) => `${name} ${typeof value === 'number' ? formatNumber(value) : value}`)
    .join(', ');
}
