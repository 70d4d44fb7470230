export { HiddenPlaces } from './hidden-places';
export { HiddenPlacesModule } from './hidden-places.module';
export type { HiddenContact, HiddenKind, HiddenPlace } from './hidden-words.rules';
export { HiddenPlaceSources, type OutgoingDocument } from './house-list';
