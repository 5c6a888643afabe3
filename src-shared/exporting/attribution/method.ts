/** A way to find which parts of an example moved a model's answer, without doing so: the engine has what does. */
export interface AttributionMethod<Kind extends string = string> {
  readonly kind: Kind;
  readonly title: string;
  /** What is told while one waits. */
  readonly waiting: string;
  /** What the effects are, and what they do not say. */
  readonly caution: string;
  /** Whether effects are parts of a probability, where the model gives one; of the score otherwise. */
  readonly inProbability: boolean;
}

/** Gives a definition its type without losing the literal kind. */
export function defineAttributionMethod<Kind extends string>(
  method: AttributionMethod<Kind>,
): AttributionMethod<Kind> {
  return method;
}
