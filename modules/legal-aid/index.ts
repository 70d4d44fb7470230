/** Legal aid: proceedings of a person, hearings, protection, court decisions and awards, summaries for courts. */
export { Courts } from './courts/courts.service';

export { legalFigures, type LegalFigures } from './figures/legal.figures';
export { Hearings } from './hearings/hearings.service';
export { LegalAidModule } from './legal-aid.module';
export { CourtOrders } from './proceedings/orders.service';
export { ProtectionMeasures } from './proceedings/measures.service';
export { ProceedingDetails } from './proceedings/proceeding-details.service';
export { Proceedings } from './proceedings/proceedings.service';
export { CourtSummaries } from './summary/court-summaries.service';
export { ACCUSED_CATEGORIES, PROCEEDING_KINDS } from './legal.rules';
export { AFFAIRS, PROCEEDINGS_OPENED } from './figures/legal-facts.figures';
