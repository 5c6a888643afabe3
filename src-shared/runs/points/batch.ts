import type { RunId } from '../../ids';
import type { MetricBatch } from '../run';

/** Consecutive points of one series of one run. */
export type PointBatch = MetricBatch & { readonly runId: RunId };
