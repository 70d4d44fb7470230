import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsBoolean,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  IsUUID,
  Length,
  Max,
  Matches,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import { Transform, Type } from 'class-transformer';
import type { LocalNames } from '../platform/shared/local-names';
import { Whole } from '../platform/web/posted';
import { says } from '../platform/web/validation';
import {
  AVAILABILITIES,
  BED_KINDS,
  NIGHT_STAFF,
  RECEIVED,
  ROOM_MIXES,
  SHELTER_KINDS,
  IsNight,
} from '../shelter-beds';

const asList = ({ value }: { value: unknown }): unknown =>
  typeof value === 'string' ? [value] : value;
const trimmed = ({ value }: { value: unknown }): unknown =>
  typeof value === 'string' ? value.trim() : value;
const asBoolean = ({ value }: { value: unknown }): unknown =>
  value === 'yes' || value === 'true' ? true : value === 'no' || value === 'false' ? false : value;

/** The name on pages in each language; a language that is left out shows the name itself. */
export class PlaceNamesDto implements LocalNames {
  @IsOptional()
  @Matches(/^.*\S.*$/, says('common.required'))
  @MaxLength(60)
  fr?: string;

  @IsOptional()
  @Matches(/^.*\S.*$/, says('common.required'))
  @MaxLength(60)
  ar?: string;

  @IsOptional()
  @Matches(/^.*\S.*$/, says('common.required'))
  @MaxLength(60)
  en?: string;
}

/** Null, or left out: none. */
export class SetPlaceNamesDto {
  @IsOptional()
  @ValidateNested()
  @Type(() => PlaceNamesDto)
  names?: PlaceNamesDto | null;
}

export class NewBedDto {
  @Transform(trimmed)
  @IsString()
  @Length(1, 20)
  label: string;

  @IsIn(BED_KINDS)
  kind: (typeof BED_KINDS)[number];

  /** The first night in service; tonight when left out. */
  @IsOptional()
  @IsNight()
  from?: string;

  /** The first night on which it is there no more: a season has one. */
  @IsOptional()
  @IsNight()
  until?: string;

  @IsOptional()
  @IsIn(AVAILABILITIES)
  availability?: (typeof AVAILABILITIES)[number];
}

export class NewRoomDto {
  @Transform(trimmed)
  @IsString()
  @Length(1, 60)
  name: string;

  /** By language, where it differs: 1 to 60 characters each. */
  @IsOptional()
  @ValidateNested()
  @Type(() => PlaceNamesDto)
  names?: PlaceNamesDto | null;

  @IsIn(ROOM_MIXES)
  mix: (typeof ROOM_MIXES)[number];

  @IsOptional()
  @Whole()
  @IsInt()
  @Min(-5)
  @Max(50)
  floor?: number;

  @IsOptional()
  @Transform(asBoolean)
  @IsBoolean()
  stepFree?: boolean;
}

export class NewShelterDto {
  /** Never the street or the neighbourhood: a name that gives nothing away. */
  @Transform(trimmed)
  @IsString()
  @Length(1, 60)
  codeName: string;

  /** By language, where it differs: 1 to 60 characters each. */
  @IsOptional()
  @ValidateNested()
  @Type(() => PlaceNamesDto)
  names?: PlaceNamesDto | null;

  /** Code of the list of regions. */
  @IsString()
  @MaxLength(20)
  region: string;

  @IsIn(SHELTER_KINDS)
  kind: (typeof SHELTER_KINDS)[number];

  @Transform(asList)
  @ArrayMinSize(1)
  @ArrayMaxSize(5)
  @ArrayUnique()
  @IsIn(RECEIVED, { each: true })
  receives: (typeof RECEIVED)[number][];

  /** Codes of the list of languages. */
  @IsOptional()
  @Transform(asList)
  @ArrayMaxSize(30)
  @ArrayUnique()
  @IsString({ each: true })
  @MaxLength(3, { each: true })
  languages?: string[];

  @IsOptional()
  @Whole()
  @IsInt()
  @Min(1)
  @Max(3650)
  maximumStayNights?: number;

  @IsOptional()
  @IsUUID()
  organisationId?: string;
}

const IsWatchTime = () => Matches(/^([01]\d|2[0-3]):[0-5]\d$/, says('houses.not_time'));

/** What a house is like from a night on; what is left out stays as it was. */
export class ChangeHouseDto {
  @IsNight()
  from: string;

  @IsOptional()
  @IsIn(SHELTER_KINDS)
  kind?: (typeof SHELTER_KINDS)[number];

  @IsOptional()
  @Transform(asList)
  @ArrayMinSize(1)
  @ArrayMaxSize(5)
  @ArrayUnique()
  @IsIn(RECEIVED, { each: true })
  receives?: (typeof RECEIVED)[number][];

  /** Codes of the list of languages; an empty list: nothing is known. */
  @IsOptional()
  @Transform(asList)
  @ArrayMaxSize(30)
  @ArrayUnique()
  @IsString({ each: true })
  @MaxLength(3, { each: true })
  languages?: string[];

  /** In the programme's time, as "22:00"; of the doors all three are said or none. */
  @IsOptional()
  @IsWatchTime()
  doorsClose?: string;

  @IsOptional()
  @IsWatchTime()
  doorsOpen?: string;

  /** Whoever comes after the doors have closed is taken in all the same. */
  @IsOptional()
  @Transform(asBoolean)
  @IsBoolean()
  lateArrivals?: boolean;

  @IsOptional()
  @IsIn(NIGHT_STAFF)
  nightStaff?: (typeof NIGHT_STAFF)[number];
}

/** What a room is like from a night on; what is left out stays as it was. */
export class ChangeRoomDto {
  @IsNight()
  from: string;

  @IsOptional()
  @IsIn(ROOM_MIXES)
  mix?: (typeof ROOM_MIXES)[number];

  @IsOptional()
  @Whole()
  @IsInt()
  @Min(-5)
  @Max(50)
  floor?: number;

  @IsOptional()
  @Transform(asBoolean)
  @IsBoolean()
  stepFree?: boolean;

  @IsOptional()
  @Transform(asBoolean)
  @IsBoolean()
  nearStaff?: boolean;

  @IsOptional()
  @Transform(asBoolean)
  @IsBoolean()
  privateBathroom?: boolean;
}

export class EndBedDto {
  /** The first night on which the bed is no longer there. */
  @IsNight()
  from: string;
}

export class ChangeBedDto extends EndBedDto {
  @IsOptional()
  @IsIn(BED_KINDS)
  kind?: (typeof BED_KINDS)[number];

  @IsOptional()
  @Transform(trimmed)
  @IsString()
  @Length(1, 20)
  label?: string;

  @IsOptional()
  @IsUUID()
  roomId?: string;

  @IsOptional()
  @IsIn(AVAILABILITIES)
  availability?: (typeof AVAILABILITIES)[number];

  @IsOptional()
  @IsNight()
  until?: string;
}

export class DutyNumberDto {
  /** A telephone as people write it; empty where the shelter has none. */
  @Transform(trimmed)
  @IsString()
  @MaxLength(40)
  number: string;
}

export class ShelterAddressDto {
  @Transform(trimmed)
  @IsString()
  @Length(1, 500)
  address: string;
}
