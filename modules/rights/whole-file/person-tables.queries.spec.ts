import { hasSentence } from '../../platform/web/i18n';
import { REMAINING_TABLES } from './person-tables.queries';

it('each table of which rows stay when a person is erased has its word', () => {
  expect(REMAINING_TABLES.length).toBeGreaterThan(30);
  expect(REMAINING_TABLES.filter((table) => !hasSentence(`rights:tables.${table}`))).toEqual([]);
});
