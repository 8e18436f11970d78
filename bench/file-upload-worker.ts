/** Runs in a worker of a browser: seals segments of one content, with no file to read and nobody to send them to. */
import { recipientOf } from '#crypto/age/identity.ts'
import { SEGMENT } from '#crypto/constants.ts'
import { sealSegmentPieces } from '#crypto/files/segment.ts'
import { answerAsks } from '#web/report/answer-asks.ts'
import { letGo } from '#web/report/files/let-go.ts'

const recipient = recipientOf(new Uint8Array(32).fill(7))
const plain = new Uint8Array(SEGMENT).map((_, at) => at * 31)

async function seal(count: number): Promise<number> {
  let bytes = 0
  for (let at = 0; at < count; at += 1) {
    const pieces = await sealSegmentPieces(recipient, [plain])
    bytes += pieces.reduce((sum, { length }) => sum + length, 0)
    letGo(pieces)
  }
  return bytes
}

answerAsks({ seal })
