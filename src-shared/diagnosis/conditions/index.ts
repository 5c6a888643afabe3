import { commonestClassOnly } from './commonestClassOnly';
import { constantUnits } from './constantUnits';
import { deadUnits } from './deadUnits';
import { dyingUnits } from './dyingUnits';
import { epochsAfterBest } from './epochsAfterBest';
import { excessiveRegularization } from './excessiveRegularization';
import { explodingGradients } from './explodingGradients';
import { initialScaleTooLarge } from './initialScaleTooLarge';
import { initialScaleTooSmall } from './initialScaleTooSmall';
import { labelNoise } from './labelNoise';
import { learningRateTooHigh } from './learningRateTooHigh';
import { learningRateTooLow } from './learningRateTooLow';
import { noisyValidation } from './noisyValidation';
import { notLearning } from './notLearning';
import { outputAgainstLoss } from './outputAgainstLoss';
import { overfitting } from './overfitting';
import { saturatedUnits } from './saturatedUnits';
import { symmetricInitialization } from './symmetricInitialization';
import { tinyBatchNormalization } from './tinyBatchNormalization';
import { underfitting } from './underfitting';
import { unscaledInputs } from './unscaledInputs';
import { vanishingGradients } from './vanishingGradients';

/** Every condition, roots before what they bring about. A new one is its file and its line here. */
export const conditions = [
  unscaledInputs,
  symmetricInitialization,
  initialScaleTooSmall,
  initialScaleTooLarge,
  outputAgainstLoss,
  tinyBatchNormalization,
  excessiveRegularization,
  learningRateTooHigh,
  learningRateTooLow,
  saturatedUnits,
  deadUnits,
  dyingUnits,
  explodingGradients,
  vanishingGradients,
  constantUnits,
  underfitting,
  notLearning,
  commonestClassOnly,
  overfitting,
  labelNoise,
  noisyValidation,
  epochsAfterBest,
] as const;
