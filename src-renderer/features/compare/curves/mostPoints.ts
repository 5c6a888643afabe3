import type { Curve } from '@shared/runs/run';

/** Points that the engine gives of a curve: of a longer one the least and the largest of each stretch. */
export const mostPoints = 1500;

/** Whether a curve may have had more points: thinning leaves a third of the most at the least. */
export const mayBeThinned = ({ steps }: Pick<Curve, 'steps'>): boolean => steps.length >= mostPoints / 3;
