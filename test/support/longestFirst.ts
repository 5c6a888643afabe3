import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Files that take longest, the longest first, so that no core is left with one of them at the end of its group. */
const longest = [
  'engine/jobs/groups',
  'engine/cli/models/exportFormats',
  'parity/layers',
  'parity/options/trainingOptions',
  'engine/jobs/training',
  'engine/cli/experiments/transfer',
  'engine/cli/commandLine',
  'engine/jobs/interrupted',
  'parity/compile/memory',
  'parity/group',
  'parity/options/losses',
  'parity/randomNetworks',
  'engine/jobs/machineCode',
  'engine/jobs/queue',
  'unit/statistics/levels',
  'e2e/insight/doctor',
  'e2e/journey',
  'e2e/accessibility',
  'e2e/states',
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
