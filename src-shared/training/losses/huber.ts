import { z } from 'zod';
import { numericTarget as targetForm } from '../../frameworks/trainingCode';
import { defineLoss } from '../loss';
import { misfitOfValues } from './fit';
import { numericTarget } from './targets';

export const huber = defineLoss({
  kind: 'huber',
  title: 'Huber',
  description: {
    summary:
      'Half the squared error near the target and a straight line beyond δ: as gentle as the squared error close ' +
      'by, as robust as the absolute error far away.',
    formula: 'L = (1/k) Σᵢ h(ŷᵢ − yᵢ),  h(e) = ½e² where |e| ≤ δ, else δ|e| − ½δ²',
    source: 'Huber 1964, Robust Estimation of a Location Parameter; Keras Huber',
  },
  schema: z.strictObject({ delta: z.number().positive().default(1) }),
  fields: { delta: { label: 'Delta δ', control: 'number', minimum: 0, step: 0.1 } },
  code: {
    needsClasses: false,
    keras: ({ delta }, place) => ({
      expression: `keras.losses.Huber(delta=${delta})`,
      target: targetForm(place),
    }),
    pytorch: ({ delta }, place) => ({
      expression: `nn.HuberLoss(delta=${delta})`,
      target: targetForm(place),
    }),
    tfjs: ({ delta }, place) => ({
      expression: `(targets, outputs) => tf.losses.huberLoss(targets, outputs, undefined, ${delta})`,
      target: targetForm(place),
    }),
  },
  threshold: 0.5,
  misfit: (_parameters, output, task, classes) => misfitOfValues('Huber', output, task, classes),
  perExample(ops, inputs, { delta }) {
    const distance = ops.abs(ops.subtract(inputs.output, numericTarget(ops, inputs)));
    const near = ops.minimum(distance, ops.constant(delta));
    const beyond = ops.subtract(distance, near);
    const each = ops.add(
      ops.multiply(ops.square(near), ops.constant(0.5)),
      ops.multiply(beyond, ops.constant(delta)),
    );
    return ops.mean(each, [-1]);
  },
});
