/** Why the report was approved although its sums may not be the last word: the last chapter, where there is a reason. */
import type { ApprovalReason } from '../approval-reasons/approval-reason.types';
import type { Block, Row, TableBlock } from '../../report-documents';
import type { Composer } from './composer';

export function approvalChapter(to: Composer, reason: ApprovalReason | null): Block[] {
  if (reason === null) return [];
  return [
    { kind: 'heading', key: 'section-approval', level: 1, text: to.say('approval.title') },
    reasonTable(to, reason),
    ...(reason.differences.length > 0 ? [sumsTable(to, reason)] : []),
  ];
}

/** A table, because tables are in every format including CSV and workbooks. */
function reasonTable(to: Composer, { reason, note, ledgerOpen }: ApprovalReason): TableBlock {
  const row = (key: string, words: string): Row => ({
    key,
    cells: { about: to.say(`approval.about.${key}`), words },
  });
  return {
    kind: 'table',
    key: 'approval-reason',
    title: to.say('approval.reason_title'),
    columns: [
      { key: 'about', header: to.say('what'), type: 'text' },
      { key: 'words', header: to.say('approval.words'), type: 'text' },
    ],
    rows: [
      ...(ledgerOpen ? [row('ledger', to.say('approval.ledger_was_open'))] : []),
      row('reason', to.say(`approval.reason.${reason}`)),
      ...(note === null ? [] : [row('note', note)]),
    ],
  };
}

function sumsTable(to: Composer, { differences }: ApprovalReason): TableBlock {
  const { currency } = to.figures.budget.grant;
  return {
    kind: 'table',
    key: 'approval-sums',
    title: to.say('approval.sums_title'),
    columns: [
      { key: 'report', header: to.say('approval.other_report'), type: 'text' },
      { key: 'what', header: to.say('what'), type: 'text' },
      { key: 'frozen', header: to.say('approval.its_sum'), type: 'money', currency },
      { key: 'now', header: to.say('approval.this_sum'), type: 'money', currency },
    ],
    rows: differences.map(({ reportId, title, frozenOn, what, frozen, now }) => ({
      key: `${reportId}-${what.replaceAll('_', '-')}`,
      cells: {
        report: to.say('approval.report_of', { title: to.words(title), day: to.date(frozenOn) }),
        what: to.say(`approval.what.${what}`),
        frozen,
        now,
      },
    })),
    notes: [to.say('approval.note_common_lines')],
  };
}
