/**
 * Shares: recipient, parts, purpose and channel, as codes only, so that the register contains no facts about a person.
 */
import { randomBytes } from 'node:crypto';

/** Parts of a file, and what placing or joint help needs. */
export const SHARED_PARTS = [
  'case_number',
  'facts',
  'needs',
  'identity',
  'contact',
  'safe_contact',
  'story',
  'health',
  'legal',
  'care',
  'documents',
] as const;
export type SharedPart = (typeof SHARED_PARTS)[number];

export const SHARE_REASONS = [
  'referral',
  'joint_support',
  'health_care',
  'legal_aid',
  'training',
  'return',
  'research',
] as const;
/** Why a list is taken that goes to an organisation (modules/exports). */
export const EXPORT_SHARE_REASONS = [
  'case_work',
  'coordination',
  'supervision',
  'reporting',
  'agreed_with_people',
] as const;
export type ShareReason = (typeof SHARE_REASONS)[number] | (typeof EXPORT_SHARE_REASONS)[number];

export const SHARE_MODES = ['oral', 'file', 'report', 'partner_link'] as const;
export type ShareMode = (typeof SHARE_MODES)[number];

/** A consent of old without an end still bears no share for longer than this. */
export const LONGEST_MONTHS = 12;

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** Random reference of a share, the same for the partner and for us. */
export function newReference(random: (bytes: number) => Uint8Array = randomBytes): string {
  const text = Array.from(random(8), (byte) => ALPHABET[byte & 31]).join('');
  return `P-${text.slice(0, 4)}-${text.slice(4)}`;
}

export interface ShareTimes {
  readonly untilAt: Date;
  readonly closedAt: Date | null;
}

/** Past its time a share is closed for every reader, also before the hourly round has written it. */
export const isOpen = ({ untilAt, closedAt }: ShareTimes, now: Date): boolean =>
  closedAt === null && untilAt > now;
