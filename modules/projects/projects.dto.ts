import { Transform, Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  IsUUID,
  Length,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { IsDay } from '../access';
import { Many, Trimmed, Whole, YesNo } from '../platform/web/posted';
import { says } from '../platform/web/validation';
import { RECUSAL_REASONS } from './committee/sittings.service';
import { REVIEW_OUTCOMES, NOT_ALIVE_REASONS } from './follow-up/project-follow-up.service';
import { PAYMENT_REVERSAL_REASONS } from './money/tranches.service';
import { KINDS } from './people/projects.service';
import { MONTHS, PLAN_LINES, type PlanLineKind } from './plan/plan.rules';
import {
  ASSET_STATES,
  type AssetState,
  DECISION_STATES,
  type DecisionState,
  PROJECT_STATES,
  type ProjectState,
} from './project-states.rules';

const CODE = /^[A-Za-z0-9_]{1,60}$/;
const MONEY = /^\d{1,9}(\.\d{1,2})?$/;
const SOME_MONEY = /^(?!0+(\.0+)?$)\d{1,9}(\.\d{1,2})?$/;
const asked = says('common.not_choice');
const amount = says('common.not_amount');
const MOST_LINES = 40;

/** A form writes the amounts of a line one after the other. */
const Amounts = () =>
  Transform(({ value }: { value: unknown }) =>
    typeof value === 'string' ? value.trim().split(/[\s;]+/) : value,
  );
/** A line of the form that nobody filled says what it is and nothing else: it is passed over, in its place. */
const isFilled = (line: { readonly label?: string; readonly amounts?: readonly string[] }) =>
  line.label !== undefined || line.amounts !== undefined;
const IfFilled = () => ValidateIf(isFilled);
const Count = (most: number): PropertyDecorator => {
  const wrong = says('projects.whole_number');
  return (target, property) => {
    Whole(7)(target, property);
    IsInt(wrong)(target, property);
    Min(0, wrong)(target, property);
    Max(most, wrong)(target, property);
  };
};
const Shares = (): PropertyDecorator => (target, property) => {
  IsOptional()(target, property);
  Whole(7)(target, property);
  IsInt(says('projects.which_shares'))(target, property);
  Min(1, says('projects.which_shares'))(target, property);
  Max(1_000_000, says('projects.which_shares'))(target, property);
};

class ProjectDayDto {
  /** The day on which it happened. */
  @IsDay()
  on: string;
}
class NotedDayDto extends ProjectDayDto {
  /** Sealed under the key of the project. */
  @IsOptional()
  @IsString()
  @MaxLength(2000)
  note?: string;
}

export class BeginProjectDto extends NotedDayDto {
  @IsIn(KINDS, asked)
  kind: (typeof KINDS)[number];

  /** What it is called: no person and no place. */
  @IsString()
  @Trimmed()
  @Length(2, 120, says('projects.title_length'))
  title: string;

  /** Code of the list project_activities. */
  @Matches(CODE, asked)
  activity: string;

  /** Code of the list regions; never an address. */
  @Matches(/^\d{2}$/, asked)
  region: string;

  /** Of this person, in a cooperative. */
  @Shares()
  shares?: number;
}
class ProjectMemberDto extends ProjectDayDto {
  @Shares()
  shares?: number;
}
export class JoinProjectDto extends ProjectMemberDto {
  @IsString()
  @Trimmed()
  @Length(3, 20, says('projects.who'))
  caseNumber: string;
}
/** On the page people write a case number, a part of it or a name. */
export class JoinProjectForm extends ProjectMemberDto {
  @IsString()
  @Trimmed()
  @Length(1, 100, says('projects.who'))
  caseNumber: string;
}
export class LeaveProjectDto extends ProjectDayDto {}
export class ProjectStepDto extends NotedDayDto {
  @IsIn(PROJECT_STATES, asked)
  to: ProjectState;

  /** Of an end: alive, closed, given_up; of a withdrawal: changed_mind, other_way, somebody_left, for_safety. */
  @IsOptional()
  @Matches(/^[a-z_]{2,40}$/, asked)
  reason?: string;
}

class ProjectPlanLineDto {
  @IsIn(PLAN_LINES, asked)
  kind: PlanLineKind;

  @IfFilled()
  @IsString(says('projects.label_length'))
  @Trimmed()
  @Length(2, 80, says('projects.label_length'))
  label?: string;

  /** One for a need; for income and expenses twelve, or one for every month. */
  @IfFilled()
  @Amounts()
  @IsArray(amount)
  @ArrayMinSize(1, amount)
  @ArrayMaxSize(MONTHS, says('projects.twelve_amounts'))
  @Matches(MONEY, { each: true, ...amount })
  amounts?: string[];
}
export class WriteProjectPlanDto {
  /** The first day of its first month. */
  @IsDay()
  startsOn: string;

  @Matches(MONEY, amount)
  ownContribution: string;

  @Matches(MONEY, amount)
  grantAsked: string;

  @IsArray()
  @ArrayMaxSize(MOST_LINES)
  @ValidateNested({ each: true })
  @Type(() => ProjectPlanLineDto)
  lines: ProjectPlanLineDto[];
}

export class CallSittingDto {
  /** Today or later. */
  @IsDay()
  on: string;

  @IsUUID(undefined, asked)
  chairId: string;

  @IsOptional()
  @Many()
  @IsArray()
  @ArrayMaxSize(30)
  @IsUUID(undefined, { each: true, ...asked })
  memberIds?: string[];
}
export class AddToAgendaDto {
  @IsUUID(undefined, asked)
  sittingId: string;
}
class CriterionScoreDto {
  @Matches(/^[a-z_]{2,40}$/, asked)
  criterion: string;

  @Whole(7)
  @IsInt(says('projects.one_to_five'))
  @Min(1, says('projects.one_to_five'))
  @Max(5, says('projects.one_to_five'))
  points: number;

  /** Sealed under the key of the project. */
  @IsString(says('projects.score_why'))
  @Trimmed()
  @Length(3, 500, says('projects.score_why'))
  reason: string;
}
export class ScoreProjectDto {
  @IsArray()
  @ArrayMinSize(1, says('projects.every_criterion'))
  @ArrayMaxSize(20)
  @ValidateNested({ each: true })
  @Type(() => CriterionScoreDto)
  scores: CriterionScoreDto[];
}
export class RecuseDto {
  @IsIn(RECUSAL_REASONS, asked)
  reason: (typeof RECUSAL_REASONS)[number];
}
class TrancheDto {
  @Matches(SOME_MONEY, amount)
  amount: string;

  /** What has to be reached before it is paid; sealed. */
  @IsString(says('projects.which_milestone'))
  @Trimmed()
  @Length(3, 300, says('projects.which_milestone'))
  milestone: string;

  @IsDay()
  dueOn: string;
}
export class DecideProjectDto {
  @IsIn(DECISION_STATES, asked)
  outcome: DecisionState;

  /** Of an approval, no more than was asked. */
  @IsOptional()
  @Matches(SOME_MONEY, amount)
  amount?: string;

  /** The line of a budget that pays it. */
  @IsOptional()
  @IsUUID(undefined, asked)
  lineId?: string;

  /** Why: of what is returned or refused, and of an approval under the threshold. Sealed. */
  @IsOptional()
  @IsString()
  @MaxLength(2000)
  note?: string;

  /** Of an approval, together the amount. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(12)
  @ValidateNested({ each: true })
  @Type(() => TrancheDto)
  tranches?: TrancheDto[];
}

export class ConfirmMilestoneDto extends NotedDayDto {}
export class PayTrancheDto extends ProjectDayDto {}
export class TakePaymentBackDto {
  @IsIn(PAYMENT_REVERSAL_REASONS, asked)
  reason: (typeof PAYMENT_REVERSAL_REASONS)[number];
}
export class HandReceiptDto extends ProjectDayDto {
  @Matches(SOME_MONEY, amount)
  amount: string;

  /** For what; sealed. */
  @IsString(says('projects.for_what'))
  @Trimmed()
  @Length(2, 300, says('projects.for_what'))
  what: string;

  /** Of the file of one of its people. */
  @IsOptional()
  @IsUUID(undefined, asked)
  documentId?: string;
}
export class AnswerReceiptDto extends NotedDayDto {
  @YesNo()
  @IsBoolean(asked)
  accepted: boolean;
}
export class AddAssetDto extends ProjectDayDto {
  /** Sealed. */
  @IsString(says('projects.for_what'))
  @Trimmed()
  @Length(2, 300, says('projects.for_what'))
  what: string;

  @Matches(MONEY, amount)
  value: string;

  @IsOptional()
  @IsUUID(undefined, asked)
  receiptId?: string;

  /** In whose hands; left out where all of them hold it. */
  @IsOptional()
  @IsUUID(undefined, asked)
  memberId?: string;
}
export class AssetStepDto extends NotedDayDto {
  @IsIn(ASSET_STATES, asked)
  to: AssetState;
}
export class VisitProjectDto extends ProjectDayDto {
  /** What was seen; sealed. */
  @IsString(says('projects.seen_what'))
  @Trimmed()
  @Length(3, 2000, says('projects.seen_what'))
  note: string;

  @IsOptional()
  @IsDay()
  nextOn?: string;
}
export class ReviewProjectDto extends NotedDayDto {
  /** A mark of the calendar: 6 or 12. */
  @Whole(7)
  @IsInt(asked)
  @Min(1, asked)
  @Max(60, asked)
  months: number;

  @IsIn(REVIEW_OUTCOMES, asked)
  outcome: (typeof REVIEW_OUTCOMES)[number];

  /** Where it is not alive any more. */
  @IsOptional()
  @IsIn(NOT_ALIVE_REASONS, asked)
  why?: (typeof NOT_ALIVE_REASONS)[number];

  /** Of the month before. */
  @IsOptional()
  @Matches(MONEY, amount)
  turnover?: string;

  @IsOptional()
  @Matches(MONEY, amount)
  expenses?: string;

  /** Their own work counted. */
  @IsOptional()
  @Count(500)
  jobs?: number;

  @IsOptional()
  @Count(500)
  jobsWomen?: number;

  @IsOptional()
  @Count(500)
  jobsProgramme?: number;
}
