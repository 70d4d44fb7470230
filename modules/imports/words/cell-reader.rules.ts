/** Reads the cells of one row, and names each that cannot be read; for lists that have no words of their own for it. */
import { shortenForMessage } from '../../platform/shared/clean-text.rules';
import { DomainError } from '../../platform/shared/domain.errors';
import { looksLikeFormula } from '../../platform/shared/formula-guard.rules';
import type { CivilDate } from '../../platform/shared/nights.rules';
import type { Cells } from '../import-list.types';
import { dayIn, isNothing, wordsIn, yesOrNo } from './cells.rules';
import type { Choices } from './choices.rules';
import { wholeNumber } from '../../platform/shared/digits.rules';

export class CellReader {
  readonly errors: DomainError[] = [];

  constructor(private readonly cells: Cells) {}

  cell(key: string): string {
    return this.cells.get(key) ?? '';
  }

  wrong(key: string, code: string, params: Record<string, string | number> = {}): null {
    const all = { value: shortenForMessage(this.cell(key)), ...params };
    this.errors.push(
      new DomainError('invalid', code.includes('.') ? code : `imports.${code}`, all, key),
    );
    return null;
  }

  text(key: string, most: number): string | null {
    const text = this.cell(key);
    if (text === '') return null;
    if (text.length > most) return this.wrong(key, 'text_too_long', { max: most });
    return looksLikeFormula(text) ? this.wrong(key, 'formula') : text;
  }

  day(key: string): CivilDate | null {
    if (isNothing(this.cell(key))) return null;
    const day = dayIn(this.cell(key));
    if (day === 'two_digits') return this.wrong(key, 'year_of_two_digits');
    return day ?? this.wrong(key, 'not_a_date');
  }

  whole(key: string, low: number, high: number): number | null {
    const text = this.cell(key);
    if (isNothing(text)) return null;
    const found = wholeNumber(text, 6) ?? Number.NaN;
    return found >= low && found <= high ? found : this.wrong(key, 'not_whole', { low, high });
  }

  yesNo(key: string): boolean | null {
    const word = this.cell(key);
    if (isNothing(word)) return null;
    return yesOrNo(word) ?? this.wrong(key, 'not_yes_or_no');
  }

  choice(key: string, choices: Choices): string | null {
    const word = this.cell(key);
    const code = word === '' ? undefined : choices.codeFor(word);
    if (code !== undefined || isNothing(word)) return code ?? null;
    return this.wrong(key, 'not_choice');
  }

  /** One word or several, each a choice. */
  choices(key: string, choices: Choices): string[] {
    const whole = this.cell(key) === '' ? undefined : choices.codeFor(this.cell(key));
    if (whole !== undefined) return [whole];
    const words = wordsIn(this.cell(key));
    const unknown = words.find((word) => choices.codeFor(word) === undefined);
    if (unknown !== undefined) this.wrong(key, 'not_choice', { value: shortenForMessage(unknown) });
    return [...new Set(words.flatMap((word) => choices.codeFor(word) ?? []))];
  }
}
