import { Controller, Delete, Get, HttpCode, Param, Req } from '@nestjs/common';

@Controller({ path: 'owners/:owner' })
export class OwnersController {
  @Get('cats')
  async cats(
    @Param('owner') owner: string,
    @Req() request: { headers: Record<string, string> },
  ): Promise<unknown> {
    const answer = await fetch(`http://${request.headers['host']}/v1/cats`);
    return { owner, cats: await answer.json() };
  }

  @Delete()
  @HttpCode(500)
  remove(): string {
    throw new Error('owners stay');
  }
}
