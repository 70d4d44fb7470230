/** People: registering, case numbers, sealed identity, search, stages. */
export { AgeAssessments } from './ages/age-assessments.service';
export { BreakGlass } from './access/break-glass.service';
export { Conflicts } from './access/conflicts.service';
export { KeepApart } from './access/keep-apart.service';
export { Restrictions } from './access/restrictions.service';
export { BeneficiariesModule } from './beneficiaries.module';
export { newCaseNumber, parseCaseNumber } from './case-number.rules';
export { AbsentColleagues } from './absences/absent-colleagues.service';
export { CaseClosings } from './case-closings.service';
export { CaseAccess } from './case-access.service';
export { type CaseAlert, CaseAlerts, type NoticeSource } from './case-alerts.service';
export { CaseHeaders } from './case-header.service';
export { KnownPeople, type KnownPerson } from './earlier-numbers.queries';

export { caseLabels } from './case-labels.queries';
export { CaseFiles, type CaseFile } from './case-file.service';
export { identitySections } from './case-file.view';
export { CaseSeals, type SealedText } from './case-seals.service';
export { CaseTabs } from './case-tabs.service';
export { CaseTimeline, type TimelineEntry } from './case-timeline.service';
export {
  classificationStatistics,
  type ClassificationStatistics,
  type CtdcShares,
  ctdcShares,
  type Dimension,
  peopleRegistered,
} from './classification/classification.figures';
export {
  ctdcCombinations,
  type CtdcCombination,
  type CtdcScalar,
} from './classification/ctdc.figures';

export {
  type Classification,
  type ClassificationQuestion,
  EMPTY_CLASSIFICATION,
  NO_PLACE,
  QUESTIONS,
  type TraffickingPlace,
} from './classification/classification.rules';
export { classificationFacts } from './classification/classification.view';
export { SaveClassifications } from './classification/classify.service';
export { ReadClassifications } from './classification/read-classifications.service';

export { fieldWords } from './corrections/correction.words';
export { Corrections } from './corrections/corrections.service';
export { filesIn, filesOf } from './person-files.queries';
export { displayName } from './display-name.words';
export {
  birthYears,
  birthYearRangeOf,
  type DuplicateReason,
  type Strength,
} from './duplicates/duplicate.rules';
export { FactChangeListeners } from './fact-changes.service';
export { PickPeople } from './pick/pick-people.service';
export {
  findKnownCase,
  type KnownCase,
  type PersonFilter,
  PersonFilters,
} from './pick/person-filter.service';

export { type PickChoice, pickChoices } from './pick/pick.view';
export { PersonRecords } from './person-records.service';

export {
  ageCountedIn,
  AGES,
  type CorrectableField,
  isSame,
  knowsAge,
  mergeTyped,
  type FormValues,
} from './corrections/correction.rules';
export { ListedNames, type NamesOfPage } from './listed-names/listed-names.service';
export { normaliseName } from './name-letters.rules';
export { matches, searchKeys } from './name.rules';
export { CaseLinks } from './links/case-links.service';
export { NetworkLinks } from './links/network-links.service';
export { type NewPerson, type Sex, unknownPerson } from './new-person.types';
export { People, type RegistrationResult } from './people.service';
export { type PersonRow } from './people.queries';
export { ageRange, looksLikeFormula, normalisePhone, validatePerson, LIMITS } from './person.rules';
export {
  clearFact,
  type ClearFacts,
  factColumns,
  factRecord,
  factRow,
  fieldsWith,
  type FieldsWith,
  isClearFact,
  jsonFacts,
  mapFacts,
  type PlacingFact,
  PERSON_FIELDS,
  pickFacts,
  PLACING_FACTS,
  factsOfStep,
} from './person.fields';
export { type PlacementFact } from './placement-facts.queries';
export { ageWords, clearFactWords, exploitationFacts, type Fact, factsOf } from './person.words';
export { ageInClear } from './registration.rules';
export { allowedParts, type Identity, ShowIdentity } from './show-identity.service';

export { peopleByStage, type PeopleByStage } from './stage.figures';
export { type Decider, type Stage, STAGES } from './stage.rules';
export { PERSON_TRAITS } from './person-traits.data';
export { RegisterPeople } from './register-people.service';
export { personTyped, RegisterPeopleForm } from './dto/person-form.dto';
export { PersonDto } from './dto/register-people.dto';
export { parsePerson } from './person-input.rules';
export { formFieldOf, personChoices, redirectToCase, splitPosted } from './registration.form';
export { documentLines } from './corrections/correction.form';
