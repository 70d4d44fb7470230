import { Transform, Type } from 'class-transformer';
import { IsArray, IsIn, IsOptional, IsString, MaxLength, ValidateNested } from 'class-validator';
import type {
  DocumentDto,
  ExploitationDto,
  NamesDto,
  PersonDto,
  SafeContactDto,
} from './register-people.dto';
import { latinDigits } from '../../imports';

/** As a form sends it: text everywhere, one box ticked as text, several as a list. */
const AsList = () =>
  Transform(({ value }: { value: unknown }) => (value === undefined ? [] : [value].flat()));
const YES_NO = ['yes', 'no'];

class NamesForm {
  @IsOptional()
  @IsString()
  given?: string;

  @IsOptional()
  @IsString()
  family?: string;

  /** Between commas. */
  @IsOptional()
  @IsString()
  aliases?: string;
}

class SafeContactForm {
  @IsOptional()
  @IsIn(YES_NO)
  mayCall?: string;

  @IsOptional()
  @IsString()
  safeTimes?: string;

  @IsOptional()
  @IsString()
  channel?: string;

  @IsOptional()
  @IsString()
  callerName?: string;

  @IsOptional()
  @IsString()
  mustNotKnow?: string;
}

class ExploitationForm {
  @AsList()
  @IsArray()
  @IsString({ each: true })
  acts: string[] = [];

  @AsList()
  @IsArray()
  @IsString({ each: true })
  means: string[] = [];

  @AsList()
  @IsArray()
  @IsString({ each: true })
  purposes: string[] = [];
}

class DocumentForm {
  @IsOptional()
  @IsString()
  kind?: string;

  @IsOptional()
  @IsString()
  number?: string;
}

export class PersonForm {
  /** Says that this person is there, even where nothing else is known. */
  @IsOptional()
  @IsString()
  @MaxLength(1)
  here?: string;

  @IsOptional()
  @ValidateNested()
  @Type(() => NamesForm)
  names?: NamesForm;

  @IsOptional()
  @IsString()
  sex?: string;

  @IsOptional()
  @IsString()
  birthDate?: string;

  @IsOptional()
  @IsString()
  birthYear?: string;

  @IsOptional()
  @IsString()
  ageAtRegistration?: string;

  @IsOptional()
  @IsIn(['yes'])
  estimated?: string;

  @IsOptional()
  @IsString()
  nationality?: string;

  @AsList()
  @IsArray()
  @IsString({ each: true })
  languages: string[] = [];

  @IsOptional()
  @IsString()
  registeredOn?: string;

  @IsOptional()
  @IsString()
  regionRecruitment?: string;

  @IsOptional()
  @IsString()
  regionExploitation?: string;

  @IsOptional()
  @ValidateNested()
  @Type(() => ExploitationForm)
  exploitation?: ExploitationForm;

  @IsOptional()
  @IsString()
  accessNeed?: string;

  @IsOptional()
  @IsIn(YES_NO)
  pregnant?: string;

  @IsOptional()
  @IsIn(YES_NO)
  medical?: string;

  @IsOptional()
  @IsString()
  phone?: string;

  @IsOptional()
  @ValidateNested()
  @Type(() => SafeContactForm)
  safeContact?: SafeContactForm;

  @IsOptional()
  @ValidateNested({ each: true })
  @Type(() => DocumentForm)
  documents?: DocumentForm[];

  @IsOptional()
  @IsString()
  story?: string;

  @IsOptional()
  @IsString()
  relation?: string;
}

export class RegisterPeopleForm {
  @IsArray()
  @ValidateNested({ each: true })
  @Type(() => PersonForm)
  people: PersonForm[];
}

const yesNo = (given: string | undefined): boolean | null =>
  given === undefined ? null : given === 'yes';
/** What is no number becomes one that the rules refuse with their own sentence. */
export const whole = (given: string | undefined): number | null => {
  const digits = latinDigits(given ?? '').trim();
  if (digits === '') return null;
  return /^\d{1,4}$/.test(digits) ? Number(digits) : Number.NaN;
};

/** The same shape as the API takes. */
export function personTyped(form: PersonForm): PersonDto {
  const { names, exploitation, safeContact, documents } = form;
  const typedNames: NamesDto = {
    given: names?.given,
    family: names?.family,
    aliases: (names?.aliases ?? '').split(/[;,،\n]/),
  };
  const typedContact: SafeContactDto = { ...safeContact, mayCall: yesNo(safeContact?.mayCall) };
  const typedDocuments: DocumentDto[] = (documents ?? []).map(({ kind, number = '' }) => ({
    kind,
    number,
  }));
  const typedExploitation: ExploitationDto = { ...exploitation };
  return {
    sex: form.sex,
    names: typedNames,
    birthDate: form.birthDate,
    birthYear: whole(form.birthYear),
    ageAtRegistration: whole(form.ageAtRegistration),
    ageCertainty: form.estimated === 'yes' ? 'estimated' : null,
    nationality: form.nationality,
    languages: form.languages,
    registeredOn: form.registeredOn,
    regionRecruitment: form.regionRecruitment,
    regionExploitation: form.regionExploitation,
    exploitation: typedExploitation,
    accessNeed: form.accessNeed,
    pregnant: yesNo(form.pregnant),
    medical: yesNo(form.medical),
    phone: form.phone,
    safeContact: typedContact,
    documents: typedDocuments,
    story: form.story,
    relation: form.relation,
  };
}
