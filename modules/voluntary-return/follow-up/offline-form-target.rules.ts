import { isUUID } from 'class-validator';
import type { Actor, Language } from '../../platform/shared/actor';
import { DomainError } from '../../platform/shared/domain.errors';
import type { TrackFormTarget } from '../track-forms.service';

const FOLLOW_UP = /^\/people\/([^/]+)\/returns\/([^/]+)\/follow-ups$/;

/** Where a form that waited on a device belongs: a follow-up of a track, and nowhere else. */
export function offlineFormTarget(
  actor: Actor,
  language: Language,
  action: string,
): TrackFormTarget {
  const [, id, trackId] = FOLLOW_UP.exec(action) ?? [];
  if (!isUUID(id) || !isUUID(trackId)) {
    throw new DomainError('invalid', 'returns.kept_unreadable');
  }
  return { actor, language, id: id!, trackId: trackId!, path: 'follow-ups' };
}
