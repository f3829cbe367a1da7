import { Anchor, Button, Group, Text, Title } from '@mantine/core'
import { useEffect } from 'react'
import { Link } from 'wouter'
import {
  ENGINE_VERSION,
  type ModelTrust,
  type Session,
  sessionLink,
  writeSession,
} from '../../src/browser.ts'
import { CopyLine } from '../app/copy-line.tsx'
import type { Project } from '../app/project.ts'
import { useTrial } from '../ask/use-trial.ts'
import { download } from '../app/download.ts'
import { fileName } from '../watch/downloads.ts'
import type { TrialRecord } from '../workers/trial-api.ts'

interface ReproduceProps {
  readonly trust: ModelTrust
  readonly project: Project
}

/** How somebody else comes to the same bits: of the run that is watched, and of the last trial. */
export function Reproduce({ trust, project }: ReproduceProps) {
  return (
    <div className="trust-reproduce">
      <Text size="sm" mb="sm">
        Model, seed and actions decide every bit, on any machine and with any number of threads.
      </Text>
      <CopyLine
        name="Model"
        text={trust.modelHash}
        note={`hash of all that decides results; ${trust.title}`}
      />
      <CopyLine name="Engine" text={`milieu ${ENGINE_VERSION}`} note="results may differ between versions" />
      <RunRecipe trust={trust} project={project} />
      <TrialRecipe project={project} />
    </div>
  )
}

function RunRecipe({ trust, project }: ReproduceProps) {
  const session = sessionOf(project)
  const { actions, seed, reached } = session
  const file = fileName(trust.title, reached === undefined ? '' : `tick ${reached.tick}`, 'session.yaml')
  const link = sessionLink(location.href.split('#')[0] ?? '', session)
  return (
    <section>
      <Title order={2} mt="md" mb="xs">
        The run of this project
      </Title>
      <Text size="sm" mb="sm">
        Seed {seed}, {['no action', '1 action'][actions.length] ?? `${actions.length} actions`}
        {reached === undefined
          ? '; it has not been watched yet, so that there is no state to compare.'
          : `, watched up to tick ${reached.tick.toLocaleString('en-GB')}.`}
      </Text>
      {reached !== undefined && (
        <CopyLine
          name="State"
          text={reached.hash}
          note={`hash at tick ${reached.tick.toLocaleString('en-GB')}`}
        />
      )}
      <CopyLine
        name="Link"
        text={link}
        note={`opens the same run${reached === undefined ? '' : ' and compares the hash'}; ${link.length.toLocaleString('en-GB')} characters`}
        isShort
      />
      <CopyLine name="Command" text={`milieu replay ${file}`} note="with the session file" />
      <Button
        mt="sm"
        size="xs"
        variant="default"
        onClick={() => download(file, writeSession(session), 'application/yaml')}
      >
        Save the session file
      </Button>
    </section>
  )
}

/** The session with the documents that do not ship; those stand in the project. */
function sessionOf({ session, files }: Project): Session {
  const own = { ...files, ...session.files }
  return Object.keys(own).length === 0 ? session : { ...session, files: own }
}

function TrialRecipe({ project }: { readonly project: Project }) {
  const { records, refresh } = useTrial()
  useEffect(() => {
    if (records === undefined) void refresh()
  }, [records, refresh])
  const last = records?.find((record) => record.project === project.id)
  return (
    <section>
      <Title order={2} mt="lg" mb="xs">
        The last trial of this project
      </Title>
      {records === undefined && (
        <Text size="sm" role="status">
          Looking for trials
        </Text>
      )}
      {records !== undefined && last === undefined && (
        <Text size="sm">
          None has been run yet.{' '}
          <Anchor component={Link} href="/ask" underline="always" size="sm">
            Put a question in Ask
          </Anchor>
          ; its command and its hashes are then listed here.
        </Text>
      )}
      {last !== undefined && <Trial record={last} />}
    </section>
  )
}

function Trial({
  record: { question, command, hashes, file, state, runs, runsDone },
}: {
  readonly record: TrialRecord
}) {
  const all = Object.entries(hashes)
  return (
    <>
      <Text size="sm" mb="sm">
        {question} {state === 'finished' ? `${runs} runs.` : `Unfinished: ${runsDone} of ${runs} runs.`}
      </Text>
      <CopyLine name="Command of the trial" text={command} note={`with ${file} beside the models`} />
      {all.length > 0 && (
        <CopyLine
          name="States"
          text={all.map(([run, hash]) => `${run}  ${hash}`).join('\n')}
          note="hash at the end of each run"
        />
      )}
      <Group mt="sm">
        <Button size="xs" variant="default" component={Link} href="/ask">
          Report and files in Ask
        </Button>
      </Group>
    </>
  )
}
