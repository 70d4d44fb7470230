export { HiddenPlaces } from './hidden-places.service';
export { HiddenPlacesModule } from '../disclosure.module';
export type { HiddenContact, HiddenKind, HiddenPlace } from './hidden-words.rules';
export { HiddenPlaceSources, type OutgoingDocument } from './hidden-place-sources.service';
