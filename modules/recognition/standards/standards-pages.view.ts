import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { may } from '../../access';
import { CURRENCIES } from '../../grant-budgeting';
import { Organisations } from '../../organisations';
import { inOrder, list, Lists } from '../../reference-lists';
import { Transactions, type Tx } from '../../platform/database/transactions';
import type { Actor, Language } from '../../platform/shared/actor';
import { formatMoney } from '../../platform/web/format';
import type { FormState } from '../../platform/web/forms';
import { page, type PageView } from '../../platform/web/page-response';
import { recognitionWords } from '../recognition.words';
import type { Standard } from './standards.queries';
import { Standards } from './standards.service';
import { type Choice, choicesOf } from '../../platform/web/form-fields';
import type { Translator } from '../../platform/web/i18n';

const OWN = '/training/standards';
/** Lines of the form that are there to be filled, besides the units of the edition before. */
const LEAST_LINES = 8;
const MORE_LINES = 4;

/** The pages of standards: every edition, and the form for another. */
@Injectable()
export class StandardPages {
  constructor(
    private readonly transactions: Transactions,
    private readonly standards: Standards,
    private readonly organisations: Organisations,
    private readonly lists: Lists,
  ) {}

  async all(actor: Actor, language: Language): Promise<PageView> {
    const words = recognitionWords(language);
    const adds = may(actor, 'recognition:standards');
    const standards = await this.standards.all(actor);
    return page('recognition/standards', {
      title: words('standards.title'),
      newPath: adds ? `${OWN}/new` : null,
      standards: standards.map((one) => ({
        ...one,
        edition: words('edition_of', { edition: one.edition, authority: one.authority }),
        line: words('standards.line', one),
        feeLabel:
          Number(one.fee) > 0
            ? words('fee_of', { amount: formatMoney(one.fee, one.currency, language) })
            : words('standards.free'),
        units: one.units.map((unit) => ({
          ...unit,
          description: unit.required ? null : words('unit_optional'),
        })),
        editionPath: adds && one.last ? `${OWN}/${one.id}/editions/new` : null,
      })),
    });
  }

  form(
    actor: Actor,
    language: Language,
    formerId: string | null,
    form: FormState,
  ): Promise<PageView> {
    return this.transactions.run(actor, async (tx) => {
      const words = recognitionWords(language);
      const former = formerId ? await this.standards.oneIn(tx, formerId) : null;
      const key = former ? 'edition' : 'standard';
      const typed = form.summary.length > 0 ? form.values : valuesOf(former);
      return page('recognition/standard', {
        title: former
          ? `${words('form.edition.title')} · ${former.title}`
          : words('form.standard.title'),
        lead: words(`form.${key}.lead`),
        button: words(`form.${key}.button`),
        action: former ? `${OWN}/${former.id}/editions` : OWN,
        backPath: OWN,
        requestId: randomUUID(),
        fields: await this.fieldsIn(tx, words, language),
        units: unitLines(words, Math.max(LEAST_LINES, (former?.units.length ?? 0) + MORE_LINES)),
        form: { ...form, values: typed },
      });
    });
  }

  private async fieldsIn(tx: Tx, words: Translator, language: Language) {
    const authorities = (await this.organisations.listIn(tx))
      .filter(({ active, kind }) => active && (kind === 'partner' || kind === 'agency'))
      .map(({ id, name }) => ({ value: id, label: name }));
    const lines = await tx.query<Choice>(
      `SELECT l.id AS value, l.code || ' · ' || (l.name ->> $2) AS label FROM budget_lines l JOIN grants g ON g.id = l.grant_id
        WHERE g.ends_on >= $1 ORDER BY g.code, l.code`,
      [tx.today, language],
    );
    const fields = inOrder((await this.lists.inForce(tx, ['isced_fields'])).isced_fields.items)
      .filter(({ retired }) => !retired)
      .map(({ code, labels }) => ({ value: code, label: labels[language] }));
    const languages = list('languages').items.map(({ code, labels }) => ({
      value: code,
      label: labels[language],
    }));
    const field = (as: 'field' | 'select', name: string, more: object = {}) => ({
      as,
      name,
      label: words(`field.${name}`),
      ...more,
    });
    const short = { short: true, dir: 'ltr' };
    return [
      field('field', 'title', { maxlength: 120, hint: words('hint.title') }),
      field('field', 'isco', { ...short, inputmode: 'numeric', hint: words('hint.isco') }),
      field('select', 'authorityId', { choices: authorities }),
      field('field', 'origin', { maxlength: 160, hint: words('hint.origin') }),
      field('field', 'since', { type: 'date', short: true }),
      field('select', 'language', { choices: languages }),
      field('select', 'field', { choices: fields }),
      field('field', 'currentYears', { ...short, inputmode: 'numeric' }),
      field('field', 'fee', { ...short, inputmode: 'decimal' }),
      field('select', 'currency', {
        choices: CURRENCIES.map((value) => ({ value, label: value })),
      }),
      field('select', 'lineId', { choices: lines, optional: true, hint: words('hint.line') }),
    ];
  }
}

const unitLines = (words: Translator, count: number) =>
  Array.from({ length: count }, (_, at) => ({
    title: {
      name: `units.${at}.title`,
      maxlength: 160,
      optional: at > 0,
      label: words('field.unit_title', { number: at + 1 }),
    },
    required: {
      name: `units.${at}.required`,
      choices: choicesOf(words, 'answer', ['yes', 'no']),
      label: words('field.unit_required', { number: at + 1 }),
      value: 'yes',
    },
  }));

function valuesOf(former: Standard | null): FormState['values'] {
  if (!former) return { language: 'fra', currency: 'MAD', currentYears: '5', fee: '0' };
  const { title, isco, authorityId, origin, since, language, field, fee, currency } = former;
  return {
    title,
    isco,
    authorityId,
    origin,
    since,
    language,
    field,
    fee,
    currency,
    currentYears: String(former.currentYears),
    lineId: former.lineId ?? '',
    ...Object.fromEntries(
      former.units.flatMap((unit, at) => [
        [`units.${at}.title`, unit.title],
        [`units.${at}.required`, unit.required ? 'yes' : 'no'],
      ]),
    ),
  };
}
