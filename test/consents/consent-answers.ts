/** Answers as somebody gives them in an office: all seven points explained. */
import { CONSENT_POINTS, type ConsentPoints } from '../../modules/consents';

export const ALL_POINTS = Object.fromEntries(
  CONSENT_POINTS.map((point) => [point, 'yes']),
) as ConsentPoints;

/** A yes to the purpose, said by an adult in French. */
export const yesTo = (purpose: string, more: object = {}) => ({
  purpose,
  decision: 'given',
  how: 'oral',
  language: 'fra',
  points: ALL_POINTS,
  ...more,
});

/** A yes for a child, by her mother whose name is told, and by the child. */
export const yesForChild = (purpose: string, more: object = {}) =>
  yesTo(purpose, {
    how: 'guardian',
    guardian: { relation: 'mother', name: 'Zineb Alami' },
    assent: 'given',
    ...more,
  });

export const ADULT = { names: { given: 'Hafsa' }, sex: 'female', birthDate: '1994-03-08' };
export const CHILD = { names: { given: 'Nour' }, sex: 'female', birthDate: '2012-05-02' };
