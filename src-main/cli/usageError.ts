import { AppError } from '@shared/errors';

/** What was asked for was not understood: the command ends with the exit code for that. */
export class UsageError extends AppError {
  constructor(message: string, details: { readonly where?: string; readonly remedy: string }) {
    super('badArgument', message, details);
  }
}
