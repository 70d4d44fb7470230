/** Additional authenticated data of sealed texts: a value moved to another row or column cannot be decrypted. */
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
