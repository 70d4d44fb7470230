import { Param, ParseUUIDPipe } from '@nestjs/common';

/** A parameter of the address that is the id of a row; anything but a UUID is refused. */
export const Id = (name = 'id'): ParameterDecorator => Param(name, ParseUUIDPipe);
