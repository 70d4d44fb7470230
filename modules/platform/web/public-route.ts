import { SetMetadata } from '@nestjs/common';

/** Same metadata as `Public` of the access module, for routes of the shell. */
export const PublicRoute = (): MethodDecorator => SetMetadata('mawa:public', true);
