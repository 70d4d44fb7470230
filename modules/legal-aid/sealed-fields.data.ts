/** Where each sealed text of legal aid stands: moved to another row or column it does not open. */
import { sealedColumn } from '../platform/shared/seal';

export const sealedAddressOf = {
  prosecutorFile: sealedColumn('proceedings', 'prosecutor_file'),
  courtFile: sealedColumn('proceedings', 'court_file'),
  contactName: sealedColumn('proceeding_contacts', 'name'),
  contactPhone: sealedColumn('proceeding_contacts', 'phone'),
  hearingPlace: sealedColumn('hearings', 'place'),
  hearingNote: sealedColumn('hearings', 'note'),
  orderText: sealedColumn('court_orders', 'text'),
  stepNote: sealedColumn('legal_steps', 'note'),
  summary: sealedColumn('court_summaries', 'content'),
};
