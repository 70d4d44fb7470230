/** Forms as data, and what is filled in with them: needs, risk, vulnerability, best interests, screening. */
export { problemsOf, readDefinition } from './definition/definition.problems';
export { type FormDefinition, questionsOf } from './definition/definition.schema';
