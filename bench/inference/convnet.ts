import { experimentOf, templateCatalogue } from '@shared/experiment/templates';

/** A convnet of the gallery, trained just far enough to be exported. */
export function convnet(id: 'lenet5' | 'smallVgg') {
  const template = templateCatalogue.find((each) => each.id === id);
  if (template === undefined) throw new Error(`there is no template ${id}`);
  const experiment = experimentOf(template);
  return { ...experiment, name: id, training: { ...experiment.training, epochs: 1 } };
}
