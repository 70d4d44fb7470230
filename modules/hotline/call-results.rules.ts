/** Suppresses small numbers in the results of calls: no figure discloses another by their difference. */

/** Every call that led anywhere opened a file; each of these asked for a bed, for other help, or for both. */
export interface CallResults {
  readonly case: number;
  readonly request: number;
  readonly hold: number;
  readonly help: number;
}
export type SuppressedCallResults = { readonly [step in keyof CallResults]: number | null };

export function suppressCallResults(became: CallResults, threshold: number): SuppressedCallResults {
  const few = (count: number) => (count < threshold ? null : count);
  const revealsFew = (...rest: readonly number[]) =>
    rest.some((count) => count > 0 && count < threshold);
  const withoutBed = became.case - became.request;
  const bedAndHelp = became.help - withoutBed;
  return {
    case: few(became.case),
    request: revealsFew(withoutBed) ? null : few(became.request),
    hold: revealsFew(became.request - became.hold, became.case - became.hold)
      ? null
      : few(became.hold),
    help: revealsFew(became.case - became.help, bedAndHelp) ? null : few(became.help),
  };
}
