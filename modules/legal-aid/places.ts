/** Where each sealed text of legal aid stands: moved to another row or column it does not open. */
import type { Place } from '../access';

const at =
  (table: string, column: string) =>
  (row: string): Place => ({ table, column, row });

export const sealedAt = {
  prosecutorFile: at('proceedings', 'prosecutor_file'),
  courtFile: at('proceedings', 'court_file'),
  contactName: at('proceeding_contacts', 'name'),
  contactPhone: at('proceeding_contacts', 'phone'),
  hearingPlace: at('hearings', 'place'),
  hearingNote: at('hearings', 'note'),
  orderText: at('court_orders', 'text'),
  stepNote: at('legal_steps', 'note'),
  summary: at('court_summaries', 'content'),
};
