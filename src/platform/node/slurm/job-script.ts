/** A job array that computes a batch of a study, ready to be written down. */
export interface ArrayJob {
  readonly name: string
  readonly tasks: number
  /** Folder of the study, absolute. */
  readonly study: string
  readonly batch: string
  /** Folder of logs and of what the tasks say about themselves, absolute. */
  readonly logs: string
  /** Shell command that starts milieu. */
  readonly program: string
  /** Lines before it. */
  readonly setup?: string
  /** Options for sbatch, one per item. */
  readonly options: readonly string[]
  /** Options for `milieu work`. */
  readonly workOptions: readonly string[]
}

/** Options that say which job this is: what comes back to the jobs relies on them. */
const OWN_OPTIONS =
  /^(?:--(?:array|job-name|output|error|parsable|wrap|open-mode|wait|test-only)(?:=|$)|-[aJoeW])/

/** Splits options as a shell would, with quotes but without anything else; a text says what is wrong with them. */
export function splitOptions(text: string): readonly string[] | string {
  const words: string[] = []
  const rest = text.trim()
  const pattern = /((?:[^\s"'\\]|"[^"]*"|'[^']*')+)(?:\s+|$)/y
  while (pattern.lastIndex < rest.length) {
    const word = pattern.exec(rest)?.[1]
    if (word === undefined) return `cannot read the options for Slurm: ${text}`
    words.push(word.replaceAll(/"([^"]*)"|'([^']*)'/g, '$1$2'))
  }
  const own = words.find((word) => OWN_OPTIONS.test(word))
  return own === undefined ? words : `${own} is chosen by milieu: leave it out of the options for Slurm`
}

/** Seconds before a time limit at which tasks are asked to end. Chosen: time to keep what is computed, also on slow disks. */
const NOTICE = 60

/** What sbatch is told; the same stands in the script, for whoever submits it by hand. */
export function sbatchArguments({ name, tasks, logs, options }: ArrayJob): readonly string[] {
  // A percent sign in a name of a log begins a pattern.
  const log = `${logs.replaceAll('%', '%%')}/%a.log`
  return [
    `--job-name=${name}`,
    `--array=0-${tasks - 1}`,
    `--output=${log}`,
    '--open-mode=append',
    '--requeue',
    `--signal=B:TERM@${NOTICE}`,
    ...options,
  ]
}

/**
 * The script of the array. Each task begins with its share of the batch and then helps with the rest; it leaves a file of its own that
 * says where it ran and how it ended. SIGTERM, which comes before a time limit and with scancel, goes on to milieu, which keeps
 * what it has.
 */
export function jobScript(job: ArrayJob): string {
  const { study, batch, tasks, logs, program, setup, workOptions } = job
  const work = [
    program,
    'work',
    shellWord(study),
    '--batch',
    shellWord(batch),
    `--share "$((SLURM_ARRAY_TASK_ID + 1))/${tasks}"`,
    '--cores "${SLURM_CPUS_PER_TASK:-1}"',
    ...workOptions.map((word) => shellWord(word)),
    // What this task held before it was put back into the queue may look taken for two minutes.
    '${SLURM_RESTART_COUNT:+--wait}',
  ]
  // What the user said stays on one line: an option and its value may be two words.
  const own = sbatchArguments({ ...job, options: [] }).map(directiveWord)
  const directives = [...own, job.options.map(directiveWord).join(' ')]
    .filter((line) => line !== '')
    .map((line) => `#SBATCH ${line}`)
  return `#!/bin/bash
${directives.join('\n')}

# Where this task runs and how it ends: a file per start of the task.
record=${shellWord(logs)}/$SLURM_ARRAY_TASK_ID-\${SLURM_RESTART_COUNT:-0}.json
began=$(date -u +%FT%TZ)
say() {
  printf '{"node":"%s","began":"%s"%s}\\n' "\${SLURMD_NODENAME:-$HOSTNAME}" "$began" "$1" >"$record.writing" &&
    mv "$record.writing" "$record"
}
say ''
${setup === undefined ? '' : `\n${setup}\n`}
${work.join(' ')} &
worker=$!
trap 'kill -TERM $worker 2>/dev/null' TERM
wait $worker
code=$?
# A signal ends the wait before milieu has ended.
while kill -0 $worker 2>/dev/null; do
  wait $worker
  code=$?
done
say ",\\"ended\\":\\"$(date -u +%FT%TZ)\\",\\"code\\":$code"
exit $code
`
}

/** A word as a shell takes it literally. */
export function shellWord(word: string): string {
  return /^[\w./@%+=:,-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`
}

/** A word of a directive; sbatch knows double quotes there. */
function directiveWord(word: string): string {
  return /^[\w./@%+=:,-]+$/.test(word) ? word : `"${word.replaceAll('"', '\\"')}"`
}
