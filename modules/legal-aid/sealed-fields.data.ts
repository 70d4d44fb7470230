/** Where each sealed text of legal aid stands: moved to another row or column it does not open. */
import type { SealedFieldAddress } from '../access';

const addressOf =
  (table: string, column: string) =>
  (row: string): SealedFieldAddress => ({ table, column, row });

export const sealedAddressOf = {
  prosecutorFile: addressOf('proceedings', 'prosecutor_file'),
  courtFile: addressOf('proceedings', 'court_file'),
  contactName: addressOf('proceeding_contacts', 'name'),
  contactPhone: addressOf('proceeding_contacts', 'phone'),
  hearingPlace: addressOf('hearings', 'place'),
  hearingNote: addressOf('hearings', 'note'),
  orderText: addressOf('court_orders', 'text'),
  stepNote: addressOf('legal_steps', 'note'),
  summary: addressOf('court_summaries', 'content'),
};
