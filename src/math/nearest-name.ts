/**
 * Finds the name that was probably meant, for "did you mean" hints.
 *
 * The distance counts insertions, deletions, substitutions and swaps of neighbouring letters (optimal string
 * alignment, a restricted Damerau-Levenshtein distance). A wrong case costs little, since `Mm` for `mm` is the most
 * common slip, and a wrong first letter a little more, since people rarely mistype it.
 */

/** Cost of a letter in the wrong case [edits]; chosen: ten of them weigh as much as one wrong letter. */
const caseCost = 0.1

/** Extra cost of a different first letter [edits]; chosen: only breaks ties. */
const firstLetterCost = 0.05

/** Extra cost of each letter by which the lengths differ [edits]; chosen: prefers a wrong letter to a missing one in a tie. */
const lengthCost = 0.01

/** Returns the candidate closest to the word, or undefined when none is close enough to be worth suggesting. */
export function nearestName(word: string, candidates: Iterable<string>): string | undefined {
  let nearest: string | undefined
  let smallest = Infinity
  for (const candidate of candidates) {
    const cost = nameCost(word, candidate)
    if (cost < smallest) {
      smallest = cost
      nearest = candidate
    }
  }
  return smallest < edits(word) + 1 ? nearest : undefined
}

/** Number of wrong letters still taken for a slip [edits]; chosen: about a quarter of the word, none in a single letter. */
function edits(word: string): number {
  if (word.length <= 1) return 0
  return word.length <= 4 ? 1 : Math.min(3, Math.ceil(word.length / 4))
}

function nameCost(word: string, candidate: string): number {
  const startsAlike = word[0]?.toLowerCase() === candidate[0]?.toLowerCase()
  const lengthDifference = Math.abs(word.length - candidate.length)
  return editDistance(word, candidate) + (startsAlike ? 0 : firstLetterCost) + lengthCost * lengthDifference
}

/** Returns the optimal string alignment distance [edits], with a wrong case counted as a tenth of an edit. */
export function editDistance(a: string, b: string): number {
  let beforePrevious: number[] = []
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i += 1) {
    const current = [i]
    for (let j = 1; j <= b.length; j += 1) {
      const substituted = at(previous, j - 1) + letterCost(a[i - 1], b[j - 1])
      let best = Math.min(substituted, at(previous, j) + 1, at(current, j - 1) + 1)
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        best = Math.min(best, at(beforePrevious, j - 2) + 1)
      current.push(best)
    }
    beforePrevious = previous
    previous = current
  }
  return at(previous, b.length)
}

function letterCost(a: string | undefined, b: string | undefined): number {
  if (a === b) return 0
  return a?.toLowerCase() === b?.toLowerCase() ? caseCost : 1
}

function at(row: readonly number[], index: number): number {
  return row[index] ?? Infinity
}
