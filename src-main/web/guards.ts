import { timingSafeEqual } from 'node:crypto';

/** What a request must show before it is served: pages elsewhere in the browser must not reach the engine. */
export interface Guard {
  readonly port: number;
  /** Drawn at each start; stands in the address that is opened. */
  readonly token: string;
  /** Origin of the development server, where the page comes from there. */
  readonly developmentOrigin?: string | undefined;
}

export function hasToken(url: URL, guard: Guard): boolean {
  const given = url.searchParams.get('token') ?? '';
  const [a, b] = [Buffer.from(given), Buffer.from(guard.token)];
  return a.length === b.length && timingSafeEqual(a, b);
}
