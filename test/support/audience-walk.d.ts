interface Route {
  readonly method: string;
  readonly path: string;
  readonly permission: string;
}
interface Fixture {
  readonly reports: readonly string[];
  readonly grantId: string;
  readonly hidden: readonly string[];
  /** Keys of figures that are hidden from outside. */
  readonly figures?: readonly string[];
}
export interface FoundValue {
  readonly route: Route;
  readonly address: string;
  readonly status: number;
  readonly values: readonly string[];
}
export function probeRoutes(asked: {
  readonly base: string;
  readonly routes: readonly Route[];
  readonly fixture: Fixture;
  readonly headers: Readonly<Record<string, string>>;
}): Promise<{ asked: number; statuses: Record<string, number>; found: FoundValue[] }>;
export function numbersIn(type: string, bytes: Uint8Array): Promise<string[]>;
