import type { AnalysisQuery } from './analysis-query.rules';
import { statementOf } from './count.queries';

const QUESTION: AnalysisQuery = {
  measure: 'services_given',
  rows: 'service_type',
  columns: 'sex',
  span: 'dates',
  period: { from: '2026-07-01', until: '2026-10-01' },
  only: {},
  reader: 'inside',
  past: 'without',
};

describe('the statement of an analysis', () => {
  it('counts the people behind each figure for readers outside alone, whose figures they protect', () => {
    expect(statementOf(QUESTION).sql).not.toContain('DISTINCT person');
    expect(statementOf({ ...QUESTION, reader: 'donor' }).sql).toContain('count(DISTINCT person)');
  });

  it('reads what was brought in only where it is asked for, together with the rest or alone', () => {
    const of = (past: AnalysisQuery['past']) => statementOf({ ...QUESTION, past }).sql;
    const reads = (sql: string) =>
      ['FROM services', 'FROM past_records'].map((from) => sql.includes(from));
    expect(reads(of('without'))).toEqual([true, false]);
    expect(reads(of('with'))).toEqual([true, true]);
    expect(reads(of('alone'))).toEqual([false, true]);
  });

  it('counts each unit once where a fact may stand under several values, and adds up where it stands under one', () => {
    expect(statementOf(QUESTION).sql).toContain('sum(f.quantity)');
    expect(statementOf({ ...QUESTION, columns: 'purpose' }).sql).toContain('count(DISTINCT unit)');
  });
});
