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
};

describe('the statement of an analysis', () => {
  it('counts the people behind each figure for readers outside alone, whose figures they protect', () => {
    expect(statementOf(QUESTION).sql).not.toContain('DISTINCT person');
    expect(statementOf({ ...QUESTION, reader: 'donor' }).sql).toContain('count(DISTINCT person)');
  });

  it('counts each unit once where a fact may stand under several values, and adds up where it stands under one', () => {
    expect(statementOf(QUESTION).sql).toContain('sum(f.quantity)');
    expect(statementOf({ ...QUESTION, columns: 'purpose' }).sql).toContain('count(DISTINCT unit)');
  });
});
