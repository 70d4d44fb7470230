import { Transform, Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayNotEmpty,
  ArrayUnique,
  IsArray,
  IsDefined,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  IsUUID,
  Length,
  Matches,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';
import { IsDay } from '../../access';
import { LANGUAGES, type Language } from '../../platform/shared/actor';
import { Whole } from '../../platform/web/posted';
import { EmptyAsUndefined, says } from '../../platform/web/validation';
import type {
  GrantDefinition,
  LineDefinition,
  LocalisedName,
  OutcomeDefinition,
  RecipientDefinition,
  ReportRequirement,
  ShareDefinition,
} from '../grants/grant-definition.types';
import {
  GRANT_DECISIONS,
  GRANT_REFUSALS,
  type GrantDecision,
  type GrantRefusal,
} from '../grants/grant-proposals.service';
import {
  type ChangeBasis,
  type GrantAmendment,
  type NewStateChange,
  STATE_CHANGES,
  type StateChange,
} from '../grants/grant-changes.service';
import { CURRENCIES, type Currency } from '../money.rules';

const trimmed = ({ value }: { value: unknown }): unknown =>
  typeof value === 'string' ? value.trim() : value;
/** "fr, ar" is a list; of what the three languages are, in their order. */
const listed = ({ value }: { value: unknown }): unknown => {
  const all = typeof value === 'string' ? value.split(/[\s,;،]+/).filter(Boolean) : value;
  if (!Array.isArray(all)) return all;
  const place = (one: unknown) => LANGUAGES.indexOf(one as Language);
  return [...(all as unknown[])].sort((a, b) => place(a) - place(b));
};
const AMOUNT = /^\d{1,12}(\.\d{1,2})?$/;
const RATE = /^(0(\.\d{1,6})?|1(\.0{1,6})?)$/;
const GRANT_CODE = /^[A-Z0-9][A-Z0-9._-]{1,29}$/;
const LINE_CODE = /^[A-Z0-9][A-Za-z0-9._-]{0,29}$/;
const OBJECT_CLASSES = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'] as const;

export class LocalisedNameDto implements LocalisedName {
  @Transform(trimmed)
  @IsString()
  @Length(1, 300)
  fr: string;

  @Transform(trimmed)
  @IsString()
  @Length(1, 300)
  ar: string;

  @Transform(trimmed)
  @IsString()
  @Length(1, 300)
  en: string;
}

export class OutcomeDefinitionDto implements OutcomeDefinition {
  @Transform(trimmed)
  @Matches(LINE_CODE, says('grants.bad_code'))
  @Length(1, 20)
  code: string;

  @IsDefined()
  @ValidateNested()
  @Type(() => LocalisedNameDto)
  name: LocalisedNameDto;
}

export class LineDefinitionDto implements LineDefinition {
  @Transform(trimmed)
  @Matches(LINE_CODE, says('grants.bad_code'))
  code: string;

  @IsDefined()
  @ValidateNested()
  @Type(() => LocalisedNameDto)
  name: LocalisedNameDto;

  /** Decimal text in the currency of the grant: "12500.00". */
  @Matches(AMOUNT, says('budget.bad_amount'))
  amount: string;

  /** UNSDG harmonised category. */
  @Whole()
  @IsInt()
  @Min(1)
  @Max(7)
  unsdg: number;

  /** Object class of form SF-424A. */
  @IsIn(OBJECT_CLASSES)
  objectClass: string;

  @EmptyAsUndefined()
  @IsOptional()
  @IsString()
  @Length(1, 20)
  outcome?: string;

  @EmptyAsUndefined()
  @IsOptional()
  @IsString()
  @Length(1, 60)
  partnerCode?: string;
}

export class ShareDefinitionDto implements ShareDefinition {
  @IsString()
  @Length(1, 60)
  organisationCode: string;

  /** What the agency receives: direct and support costs together. */
  @Matches(AMOUNT, says('budget.bad_amount'))
  afterFee: string;

  /** Support costs as a share of direct costs: "0.07". */
  @Matches(RATE, says('grants.bad_rate'))
  supportRate: string;

  @IsArray()
  @ArrayNotEmpty()
  @ArrayMaxSize(100)
  @ValidateNested({ each: true })
  @Type(() => LineDefinitionDto)
  lines: LineDefinitionDto[];
}

export class RecipientDefinitionDto implements RecipientDefinition {
  @Transform(trimmed)
  @IsString()
  @Length(2, 200)
  name: string;

  @EmptyAsUndefined()
  @IsOptional()
  @Matches(/^[A-Z0-9]{12}$/, says('grants.bad_uei'))
  uei?: string;

  @EmptyAsUndefined()
  @IsOptional()
  @Matches(/^\d{2}-\d{7}$/, says('grants.bad_ein'))
  ein?: string;

  @EmptyAsUndefined()
  @IsOptional()
  @IsString()
  @Length(1, 60)
  account?: string;
}

export class ReportRequirementDto implements ReportRequirement {
  /** Of a report definition, such as `iom-quarterly`. */
  @Transform(trimmed)
  @Matches(/^[a-z][a-z0-9-]{2,39}$/, says('grants.unknown_report'))
  kind: string;

  /** The first day of the first period whose report is due. */
  @IsDay()
  firstFrom: string;

  /** Days after the last day of a period. */
  @Whole()
  @IsInt()
  @Min(1)
  @Max(365)
  dueDays: number;

  /** A list, or one text: "fr, ar". */
  @Transform(listed)
  @IsArray()
  @ArrayNotEmpty()
  @ArrayUnique()
  @IsIn(LANGUAGES, { each: true })
  languages: Language[];
}

/** A whole grant, as `npx mawa grant template` prints one. */
export class GrantDefinitionDto implements GrantDefinition {
  @Transform(trimmed)
  @Matches(GRANT_CODE, says('grants.bad_grant_code'))
  code: string;

  @EmptyAsUndefined()
  @IsOptional()
  @Transform(trimmed)
  @IsString()
  @Length(1, 60)
  awardNumber?: string;

  @IsDefined()
  @ValidateNested()
  @Type(() => LocalisedNameDto)
  title: LocalisedNameDto;

  @IsString()
  @Length(1, 60)
  donorCode: string;

  @IsIn(CURRENCIES)
  currency: Currency;

  @Matches(AMOUNT, says('budget.bad_amount'))
  amount: string;

  /** What the administrative agent keeps of the award: "0.01"; "0" where there is none. */
  @Matches(RATE, says('grants.bad_rate'))
  feeRate: string;

  @IsDay()
  startsOn: string;

  @IsDay()
  endsOn: string;

  /** The agreement from which shares and lines are taken. */
  @Transform(trimmed)
  @IsString()
  @Length(2, 300)
  sharesSource: string;

  @IsOptional()
  @ValidateNested()
  @Type(() => RecipientDefinitionDto)
  recipient?: RecipientDefinitionDto;

  @IsOptional()
  @IsArray()
  @ArrayMaxSize(40)
  @ValidateNested({ each: true })
  @Type(() => OutcomeDefinitionDto)
  outcomes?: OutcomeDefinitionDto[];

  @IsArray()
  @ArrayNotEmpty()
  @ArrayMaxSize(20)
  @ValidateNested({ each: true })
  @Type(() => ShareDefinitionDto)
  shares: ShareDefinitionDto[];

  /** When its reports are due; a kind that is not named keeps the deadline of its definition. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(40)
  @ValidateNested({ each: true })
  @Type(() => ReportRequirementDto)
  reports?: ReportRequirementDto[];
}

/** From which day a change of a grant holds, and what it stands on. */
export class ChangeBasisDto implements ChangeBasis {
  @IsDay()
  effectiveOn: string;

  /** The agreement or letter: "Amendment 2, signed on 1 March 2027". */
  @Transform(trimmed)
  @IsString()
  @Length(2, 300)
  reference: string;
}

/** A grant as it will be, as `npx mawa grant template --of GRANT` prints it. */
export class AmendGrantDto extends ChangeBasisDto implements GrantAmendment {
  @IsDefined()
  @ValidateNested()
  @Type(() => GrantDefinitionDto)
  definition: GrantDefinitionDto;
}

export class ChangeGrantDto extends ChangeBasisDto implements NewStateChange {
  /**
   * `suspend`: no cost from that day on. `resume`: costs count again from that day on. `close`: that day is the last whose
   * costs the grant bears.
   */
  @IsIn(STATE_CHANGES)
  kind: StateChange;
}

export class DecideGrantDto {
  @IsIn(GRANT_DECISIONS)
  decision: GrantDecision;

  /** Why it is refused. */
  @EmptyAsUndefined()
  @IsOptional()
  @IsIn(GRANT_REFUSALS)
  reason?: GrantRefusal;
}

export class BeginGrantDraftDto {
  /** The grant in force that the draft amends. */
  @EmptyAsUndefined()
  @IsOptional()
  @IsUUID()
  amends?: string;

  /** A proposal from which the draft begins, for example one that was refused; empty where it is left out. */
  @EmptyAsUndefined()
  @IsOptional()
  @IsUUID()
  copyOf?: string;
}
