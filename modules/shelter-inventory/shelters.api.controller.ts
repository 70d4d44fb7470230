import { Body, Controller, Get, HttpCode, Post, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Allow, CurrentActor } from '../access';
import type { Actor } from '../platform/shared/actor';
import { Id } from '../platform/web/id.decorator';
import {
  ChangeBedDto,
  ChangeHouseDto,
  ChangeRoomDto,
  DutyNumberDto,
  EndBedDto,
  SetPlaceNamesDto,
  NewBedDto,
  NewRoomDto,
  NewShelterDto,
  ShelterAddressDto,
} from './shelter.dto';
import { DutyNumbers } from './duty-numbers.service';
import { ShelterAddress } from './shelter-address.service';
import { ShelterProfiles } from './shelter-profiles.service';
import { Rooms } from './rooms.service';
import { Shelters } from './shelters.service';

@ApiTags('shelters')
@Controller('api/v1')
export class SheltersApiController {
  constructor(
    private readonly shelters: Shelters,
    private readonly addresses: ShelterAddress,
    private readonly dutyNumbers: DutyNumbers,
    private readonly rooms: Rooms,
    private readonly houses: ShelterProfiles,
  ) {}

  /** List the shelters. */
  @Allow('shelters:read')
  @Get('shelters')
  list(@CurrentActor() actor: Actor) {
    return this.shelters.list(actor);
  }

  /** Add a shelter. */
  @Allow('shelters:manage')
  @Post('shelters')
  create(@CurrentActor() actor: Actor, @Body() body: NewShelterDto) {
    return this.shelters.create(actor, body);
  }

  /**
   * Name a shelter in each language.
   * What pages in that language show; the code name itself stays, and is what programs read.
   */
  @Allow('shelters:manage')
  @Put('shelters/:id/names')
  @HttpCode(204)
  nameShelter(@CurrentActor() actor: Actor, @Id() id: string, @Body() { names }: SetPlaceNamesDto) {
    return this.shelters.nameShelter(actor, id, names);
  }

  /** Name a room in each language. */
  @Allow('shelters:manage')
  @Put('rooms/:id/names')
  @HttpCode(204)
  nameRoom(@CurrentActor() actor: Actor, @Id() id: string, @Body() { names }: SetPlaceNamesDto) {
    return this.shelters.nameRoom(actor, id, names);
  }

  /** Add a room to a shelter. */
  @Allow('shelters:manage')
  @Post('shelters/:id/rooms')
  addRoom(@CurrentActor() actor: Actor, @Id() id: string, @Body() body: NewRoomDto) {
    return this.shelters.addRoom(actor, id, body);
  }

  /** Add a bed to a room. */
  @Allow('shelters:manage')
  @Post('rooms/:id/beds')
  addBed(@CurrentActor() actor: Actor, @Id() id: string, @Body() body: NewBedDto) {
    return this.shelters.addBed(actor, id, body);
  }

  /**
   * Show the past, current and coming state of a shelter.
   * What the house was, is and will be, and how long it lets people stay.
   */
  @Allow('shelters:read')
  @Get('shelters/:id/history')
  houseHistory(@CurrentActor() actor: Actor, @Id() id: string) {
    return this.houses.history(actor, id);
  }

  /** Change a shelter from a night on. */
  @Allow('shelters:manage')
  @Post('shelters/:id/changes')
  @HttpCode(204)
  changeHouse(@CurrentActor() actor: Actor, @Id() id: string, @Body() body: ChangeHouseDto) {
    return this.houses.change(actor, id, body);
  }

  /**
   * Show the past, current and coming state of a room.
   * What the room was, is and will be, its beds and when they are out of service.
   */
  @Allow('shelters:read')
  @Get('rooms/:id/history')
  roomHistory(@CurrentActor() actor: Actor, @Id() id: string) {
    return this.rooms.history(actor, id);
  }

  /** Change a room from a night on. */
  @Allow('shelters:manage')
  @Post('rooms/:id/changes')
  @HttpCode(204)
  changeRoom(@CurrentActor() actor: Actor, @Id() id: string, @Body() body: ChangeRoomDto) {
    return this.rooms.change(actor, id, body);
  }

  /** Remove a bed from a night on. */
  @Allow('shelters:manage')
  @Post('beds/:id/end')
  @HttpCode(204)
  endBed(@CurrentActor() actor: Actor, @Id() id: string, @Body() { from }: EndBedDto) {
    return this.shelters.endBed(actor, id, from);
  }

  /** Change a bed from a night on. */
  @Allow('shelters:manage')
  @Post('beds/:id/changes')
  changeBed(@CurrentActor() actor: Actor, @Id() id: string, @Body() body: ChangeBedDto) {
    return this.shelters.changeBed(actor, id, body);
  }

  /** Write the sealed address of a shelter. */
  @Allow('shelter-address:write')
  @Put('shelters/:id/address')
  @HttpCode(204)
  writeAddress(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Body() { address }: ShelterAddressDto,
  ) {
    return this.addresses.write(actor, id, address);
  }

  /**
   * Show the sealed address of a shelter.
   * A deliberate act, recorded: nothing shows the address by itself.
   */
  @Allow('shelter-address:show')
  @Get('shelters/:id/address')
  showAddress(@CurrentActor() actor: Actor, @Id() id: string) {
    return this.addresses.show(actor, id);
  }

  /**
   * Write the duty number of a shelter.
   * The telephone that is answered day and night, sealed; an empty text removes it.
   */
  @Allow('duty-number:write')
  @Put('shelters/:id/duty-number')
  @HttpCode(204)
  writeDutyNumber(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Body() { number }: DutyNumberDto,
  ) {
    return this.dutyNumbers.write(actor, id, number);
  }

  /**
   * Show the duty number of a shelter.
   * To those who work there; showing it is recorded.
   */
  @Allow('duty-number:read')
  @Get('shelters/:id/duty-number')
  showDutyNumber(@CurrentActor() actor: Actor, @Id() id: string) {
    return this.dutyNumbers.show(actor, id);
  }
}
