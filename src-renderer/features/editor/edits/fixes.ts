import type { Experiment } from '@shared/experiment/experiment';
import type { NetworkFix } from '@shared/network/inference';
import { parametersOf } from '@shared/training/config';
import { disconnect } from './edges';
import { changeKind, insertOnEdge, removeLayers, setParameters } from './layers';

/** Carries out a fix that a problem offers. */
export function applyFix(experiment: Experiment, fix: NetworkFix): void {
  switch (fix.kind) {
    case 'insertLayer':
      insertOnEdge(experiment, fix.layer, [fix.edge[0], fix.edge[1]], fix.parameters);
      return;
    case 'changeKind':
      changeKind(experiment, fix.layer, fix.to);
      return;
    case 'removeLayer':
      removeLayers(experiment, [fix.layer]);
      return;
    case 'removeEdge':
      disconnect(experiment, [fix.edge[0], fix.edge[1]]);
      return;
    case 'setParameters':
      setParameters(experiment, fix.layer, fix.parameters);
      return;
    case 'setLoss':
      setLoss(experiment, fix.loss);
  }
}

/** Sets the loss; a loss of the same kind keeps its parameters. */
export function setLoss(experiment: Experiment, loss: string): void {
  const { training } = experiment;
  const sameKind = typeof training.loss !== 'string' && training.loss.kind === loss;
  training.loss = sameKind ? { kind: loss, ...parametersOf(training.loss) } : loss;
}
