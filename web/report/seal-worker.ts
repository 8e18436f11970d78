import { checkRoster } from '#crypto/roster/check-roster.ts'
import { sealTo } from '#crypto/seal/seal-age.ts'
import { answerAsks } from './answer-asks.ts'

answerAsks({ roster: async (q: never) => checkRoster(q, q), seal: (q: never) => sealTo(q, q) })
