import { oc } from '@orpc/contract';
import { z } from 'zod';
import { appErrorDataSchema } from '../../errors';
import { runIdSchema } from '../../ids';

/** Every call may fail with an AppError, which crosses as data. */
export const call = oc.errors({ APP_ERROR: { status: 400, message: 'AppError', data: appErrorDataSchema } });

export const oneRun = z.object({ runId: runIdSchema });
