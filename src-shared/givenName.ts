import { z } from 'zod';

/** What a person calls something. Blanks around it do not belong to it, so that one of blanks alone is none. */
export const givenName = (longest: number) => z.string().trim().min(1).max(longest);
