import { withSoftHyphens } from './hyphenation.rules';

describe('soft hyphens of labels', () => {
  it.each([
    ['Accueil', 'Accueil'],
    ['Accompagnement', 'Accompagne|ment'],
    ['Évaluations', 'Évalua|tions'],
    ['Supervision', 'Supervi|sion'],
    ['Orientations reçues', 'Orienta|tions reçues'],
    ['Plainte par téléphone', 'Plainte par téléphone'],
    ['Assessments', 'Assessments'],
    ['التقييمات', 'التقييمات'],
  ])('breaks %s as %s', (label, written) => {
    expect(withSoftHyphens(label).replaceAll('\u00ad', '|')).toBe(written);
  });
});
