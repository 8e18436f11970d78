import { writeFile } from 'node:fs/promises'
import { argumentOf, type Config } from '#base/config.ts'
import { OperatorError } from '#base/operator-error.ts'
import { type BriefingForm, type BriefingKind, type BriefingLanguage, printPublic } from '#features/dossiers/index.ts'
import { dayOf, systemClock } from '#kernel/clock.ts'
import { say } from './command.ts'
import { inHouse } from './in-house.ts'
import { releaseOf } from './publish.ts'

const KINDS = ['round', 'state', 'cases', 'commitment', 'treaty'] as const satisfies readonly BriefingKind[]
const LANGUAGES = ['en', 'fr', 'vi'] as const satisfies readonly BriefingLanguage[]
const LENGTHS = ['page', 'long'] as const satisfies readonly BriefingForm[]
const FORMS = ['pdf', 'docx', 'txt'] as const
const HOW =
  'Say what of: ./asylia briefing round|state|cases|commitment|treaty CODE FILE.pdf (or .docx, .txt) --lang en|fr|vi --length page|long'

/** `./asylia briefing KIND CODE FILE`: a briefing of public records, and of nothing else. */
export async function briefing(config: Config, args: readonly string[]): Promise<number> {
  const [kind, subject, file] = args
  const ending = FORMS.find((one) => file?.endsWith(`.${one}`))
  const asked = {
    kind: among(KINDS, kind),
    lang: among(LANGUAGES, argumentOf(args, '--lang') ?? 'en'),
    form: among(LENGTHS, argumentOf(args, '--length') ?? 'page'),
    day: dayOf(systemClock.now()),
    marking: 'TLP:CLEAR',
  }
  if (subject === undefined || file === undefined || ending === undefined) throw new OperatorError(HOW)
  const release = await inHouse(config, (house) => releaseOf(config, house))
  await writeFile(file, await printPublic(release, { ...asked, subject }, ending))
  say('The briefing is written. It holds public records only.')
  return 0
}

function among<One extends string>(all: readonly One[], given: string | undefined): One {
  const found = all.find((one) => one === given)
  if (found === undefined) throw new OperatorError(HOW)
  return found
}
