"""Models: pools that name deployments, once each, of one model and version, provisioned first."""

from headgate.config.nodes import KeyPath
from headgate.routing.settings import ModelSettings
from headgate.settings import Settings
from headgate.settings_check.findings import Findings, known_names
from headgate.upstream.settings import DeploymentSettings


def check_models(settings: Settings, findings: Findings) -> None:
    """Check the pools of each model, and that every deployment is in one."""
    deployments = {
        f"{backend_name}/{name}": deployment
        for backend_name, backend in settings.backends.items()
        for name, deployment in backend.deployments.items()
    }
    if not settings.models:
        findings.mistake(("models",), "no model: there would be nothing to call")
    for name, model in settings.models.items():
        _check_model(("models", name, "pools"), model, deployments, findings)
    used = {reference for model in settings.models.values() for pool in model.pools for reference in pool}
    for reference in deployments:
        if reference not in used:
            backend_name, _, name = reference.partition("/")
            findings.warn(("backends", backend_name, "deployments", name), "in no pool of any model: it is never used")


def _check_model(
    path: KeyPath, model: ModelSettings, deployments: dict[str, DeploymentSettings], findings: Findings
) -> None:
    if not model.pools:
        findings.mistake(path, "no pool: nothing could answer")
    seen: list[str] = []
    for number, pool in enumerate(model.pools):
        if not pool:
            findings.mistake((*path, number), "a pool without a deployment")
        for index, reference in enumerate(pool):
            here = (*path, number, index)
            if reference in seen:
                findings.mistake(here, f"{findings.quote(here, reference)} is in this model's pools twice")
            elif reference not in deployments:
                hint = known_names(reference, deployments)
                findings.mistake(here, f"no deployment {findings.quote(here, reference)}{hint}")
            else:
                _check_rank(here, reference, seen, deployments, model, findings)
                seen.append(reference)


def _check_rank(
    path: KeyPath,
    reference: str,
    before: list[str],
    deployments: dict[str, DeploymentSettings],
    model: ModelSettings,
    findings: Findings,
) -> None:
    """Check one deployment against those that stand before it in its model's pools."""
    deployment = deployments[reference]
    if deployment.kind.endswith("batch"):
        findings.warn(path, f"kind is {deployment.kind}: batch deployments answer no online call")
    if not before:
        return
    first = deployments[before[0]]
    if not model.allow_other_versions and _served(deployment) != _served(first):
        findings.mistake(
            path,
            f"deploys {_served(deployment)}, but {before[0]} deploys {_served(first)}: exchanges go to the same model "
            "and version unless allow_other_versions: true",
        )
    paid_by_token = [one for one in before if not deployments[one].kind.endswith("provisioned")]
    if deployment.kind.endswith("provisioned") and paid_by_token:
        findings.warn(path, f"provisioned, but tried after {paid_by_token[0]}: capacity that is paid for is used last")


def _served(deployment: DeploymentSettings) -> str:
    return f"{deployment.model} {deployment.version or '(no version given)'}"
