/** Forms as data, and what is filled in with them: needs, risk, vulnerability, best interests, screening. */
export { AssessmentsModule } from './assessments.module';
export { problemsOf } from './definition/definition-problems.rules';
export { readDefinition } from './definition/definition-reader.rules';
export { type FormDefinition, questionsOf } from './definition/definition-schema.rules';
export { DecideScreenings } from './filling/decide.service';

export { Forms } from './forms/forms.service';
export { BeginAssessments } from './filling/begin.service';
export { AssessmentFilling } from './filling/fill-in.service';
export { assessmentFigures } from './overview/assessment.figures';

export { SignAssessments } from './filling/sign.service';
