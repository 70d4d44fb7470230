/** One number with one of its values, in whatever release, and the sums that link such numbers. */
import { nameOfFigure } from './figure-names.rules';
import type { Period } from '../../platform/shared/periods.rules';
import type { CandidateRelease, ReleasedFigure } from './release.types';
import type { Line } from './suppression.rules';

const FORMER = 'former.';

export interface Snapshot {
  readonly name: string;
  readonly key: string;
  readonly figure: string;
  readonly value: number;
  readonly kind: 'count' | 'derived';
  readonly rate: boolean;
  readonly span: Period;
  shown: boolean;
  /** Upper bound known to readers, from a mark or because the row was rolled up. */
  most?: number;
  /** Its readers know that it is no less: its row bore a name in a rolled-up list. */
  least?: number;
}

interface FigureKey {
  readonly key: string;
  readonly figure: string;
  readonly span: Period;
}

export function figureKeyOf(
  { period, before }: Pick<CandidateRelease, 'period' | 'before'>,
  id: string,
): FigureKey {
  const isFormer = id.startsWith(FORMER);
  const { figure, when } = nameOfFigure(isFormer ? id.slice(FORMER.length) : id);
  const span = when ?? (isFormer ? before : period);
  return { key: `${span.from}/${span.until}/${figure}`, figure, span };
}

/** A figure may have been released with several values: before and after a correction. */
export class Snapshots {
  readonly list: Snapshot[] = [];
  readonly hidden = new Map<string, Snapshot[]>();
  private readonly byKey = new Map<string, Snapshot[]>();

  of(
    { key, figure, span }: FigureKey,
    { value, kind, rate = false }: Pick<ReleasedFigure, 'value' | 'kind' | 'rate'>,
  ): Snapshot {
    const known = this.byKey.get(key) ?? [];
    const same = known.find((one) => one.value === value);
    if (same) return same;
    const name = `${key}#${known.length}`;
    const made: Snapshot = { name, key, figure, value, kind, rate, span, shown: false };
    this.byKey.set(key, [...known, made]);
    this.list.push(made);
    return made;
  }

  hide(one: Snapshot): void {
    this.hidden.set(one.key, [...(this.hidden.get(one.key) ?? []), one]);
  }

  /** A corrected value is taken to be near the earlier one: published, it would disclose the suppressed one. */
  isNearHidden({ key, kind, value }: Snapshot, threshold: number): boolean {
    return (this.hidden.get(key) ?? []).some(
      (one) => kind === 'derived' || Math.abs(one.value - value) < threshold,
    );
  }

  isClose(key: string, value: number, threshold: number): boolean {
    return (this.byKey.get(key) ?? []).some(
      (one) => one.shown && one.value !== value && Math.abs(one.value - value) < threshold,
    );
  }

  names(): Set<string> {
    return new Set(this.list.map(({ name }) => name));
  }
}

export class Lines {
  private readonly byText = new Map<string, Line>();

  addNamed(lines: readonly Line[], names: ReadonlyMap<string, string>): void {
    for (const line of lines)
      this.add({
        ...line,
        total: names.get(line.total)!,
        parts: line.parts.map((part) => names.get(part)!),
        ...(line.less && { less: line.less.map((part) => names.get(part)!) }),
      });
  }

  add(line: Line): void {
    this.byText.set(
      JSON.stringify([line.total, [...line.parts].sort(), line.less, line.bound, line.times]),
      line,
    );
  }

  list(): Line[] {
    return [...this.byText.values()];
  }
}
