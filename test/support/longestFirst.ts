import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Files that take longest, the longest first, so that no core is left with one of them at the end of its group. */
const longest = [
  'e2e/insight/doctor',
  'engine/jobs/groups',
  'e2e/accessibility',
  'engine/jobs/training',
  'parity/layers',
  'engine/cli/experiments/sweep',
  'e2e/models/tryIt',
  'engine/jobs/interrupted',
  'engine/jobs/machineCode',
  'engine/cli/commandLine',
  'e2e/states',
  'e2e/mistakes',
  'e2e/building',
  'e2e/journey',
  'engine/cli/models/exportFormats',
  'parity/compile/memory',
  'parity/options/trainingOptions',
  'engine/cli/experiments/transfer',
  'e2e/editor/keyboard',
  'e2e/editor/editing',
  'parity/group',
  'engine/cli/models/predict',
  'engine/jobs/queue',
  'engine/runs/moments/moments',
  'engine/cli/models/imports',
  'engine/trainer/stopping',
  'parity/randomNetworks',
  'unit/statistics/levels',
].map((name) => `/test/${name}.test.ts`);

const placeOf = ({ moduleId }: TestSpecification): number => {
  const place = longest.findIndex((name) => moduleId.endsWith(name));
  return place < 0 ? longest.length : place;
};

/** Across the projects of a group, which otherwise run one behind the other. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const groupOf = ({ project }: TestSpecification) => project.config.sequence.groupOrder;
    const usual = await super.sort(files);
    return usual.toSorted((one, other) => groupOf(one) - groupOf(other) || placeOf(one) - placeOf(other));
  }
}
