"""Which of our rules speak of the same thing as a default rule of gitleaks 8.30.

A table of facts, for `disabledRules`, `targetRules`, allowlists on default rules and `.gitleaksignore`: the name of the
default rule, then the ids of ours. Rules that go by a telling name (`BY_NAME`) speak of many things that gitleaks has a
rule of its own for; they are named only where they are the nearest there is. A default rule without any of ours has
nothing behind it, and what is said about it does nothing here.
"""

from __future__ import annotations

from functools import lru_cache

BY_NAME = "(by name)"
"""Stands for every rule of ours that goes by a telling name; no id, for it has brackets."""

GENERIC = "generic-api-key"
"""What goes by a name in gitleaks."""

_TABLE = r"""
1password-secret-key: onepassword-secret-key
1password-service-account-token: onepassword-service-account-token
adafruit-api-key: adafruit-io-key
adobe-client-id:
adobe-client-secret: adobe-client-secret
age-secret-key: age-secret-key
airtable-api-key: airtable-api-key
airtable-personnal-access-token: airtable-token
algolia-api-key: algolia-admin-key
alibaba-access-key-id: alibaba-access-key-id
alibaba-secret-key: alibaba-access-key-secret
anthropic-admin-api-key: anthropic-admin-key
anthropic-api-key: anthropic-api-key
artifactory-api-key: artifactory-api-key
artifactory-reference-token: artifactory-reference-token
asana-client-id: asana-client-id
asana-client-secret: asana-client-secret
atlassian-api-token: atlassian-api-token atlassian-api-token-legacy
authress-service-client-access-key: authress-access-key
aws-access-token: aws-access-key-id
aws-amazon-bedrock-api-key-long-lived: aws-bedrock-api-key
aws-amazon-bedrock-api-key-short-lived: aws-bedrock-short-term-key aws-bedrock-short-term-key-start
azure-ad-client-secret: azure-entra-client-secret
beamer-api-token: beamer-api-key
bitbucket-client-id:
bitbucket-client-secret: bitbucket-client-secret
bittrex-access-key:
bittrex-secret-key:
cisco-meraki-api-key:
clickhouse-cloud-api-secret-key: clickhouse-cloud-key-secret
clojars-api-token: clojars-deploy-token
cloudflare-api-key: cloudflare-api-token
cloudflare-global-api-key: cloudflare-global-api-key
cloudflare-origin-ca-key: cloudflare-origin-ca-key
codecov-access-token: codecov-upload-token
cohere-api-token: cohere-api-key
coinbase-access-token: coinbase-access-token
confluent-access-token:
confluent-secret-key: confluent-cloud-api-secret
contentful-delivery-api-token: contentful-delivery-token
curl-auth-header: bearer-token basic-authorization-header api-key-header
curl-auth-user: curl-user-password
databricks-api-token: databricks-token
datadog-access-token: datadog-api-key datadog-application-key
defined-networking-api-token: defined-networking-api-key
digitalocean-access-token: digitalocean-oauth-token
digitalocean-pat: digitalocean-personal-access-token
digitalocean-refresh-token: digitalocean-refresh-token
discord-api-token: discord-bot-token
discord-client-id: discord-application-id
discord-client-secret: discord-client-secret
doppler-api-token: doppler-personal-token
droneci-access-token: drone-ci-token
dropbox-api-token: dropbox-app-secret
dropbox-long-lived-api-token: dropbox-long-lived-token
dropbox-short-lived-api-token: dropbox-access-token
duffel-api-token: duffel-access-token
dynatrace-api-token: dynatrace-token
easypost-api-token: easypost-api-key
easypost-test-api-token: easypost-api-key
etsy-access-token: etsy-api-key
facebook-access-token: facebook-app-access-token
facebook-page-access-token: facebook-access-token
facebook-secret: facebook-app-secret
fastly-api-token: fastly-api-token
finicity-api-token: finicity-secret
finicity-client-secret: finicity-secret
finnhub-access-token: finnhub-api-key
flickr-access-token: flickr-secret
flutterwave-encryption-key: flutterwave-encryption-key
flutterwave-public-key: flutterwave-public-key
flutterwave-secret-key: flutterwave-secret-key
flyio-access-token: fly-io-token fly-io-token-legacy
frameio-api-token: frameio-token
freemius-secret-key: freemius-secret-key
freshbooks-access-token:
gcp-api-key: google-api-key
generic-api-key: assigned-secret assigned-password assigned-key
github-app-token: github-app-user-token github-app-installation-token github-app-installation-token-stateless
github-fine-grained-pat: github-fine-grained-token
github-oauth: github-oauth-token
github-pat: github-personal-access-token
github-refresh-token: github-refresh-token
gitlab-cicd-job-token: gitlab-ci-job-token
gitlab-deploy-token: gitlab-deploy-token
gitlab-feature-flag-client-token: gitlab-feature-flags-token
gitlab-feed-token: gitlab-feed-token
gitlab-incoming-mail-token: gitlab-incoming-mail-token
gitlab-kubernetes-agent-token: gitlab-agent-token
gitlab-oauth-app-secret: gitlab-oauth-application-secret
gitlab-pat: gitlab-personal-access-token
gitlab-pat-routable: gitlab-personal-access-token
gitlab-ptt: gitlab-pipeline-trigger-token
gitlab-rrt: gitlab-runner-registration-token
gitlab-runner-authentication-token: gitlab-runner-authentication-token
gitlab-runner-authentication-token-routable: gitlab-runner-authentication-token
gitlab-scim-token: gitlab-scim-token
gitlab-session-cookie: gitlab-session-cookie
gitter-access-token: gitter-access-token
gocardless-api-token: gocardless-access-token
grafana-api-key: grafana-api-key
grafana-cloud-api-token: grafana-cloud-token
grafana-service-account-token: grafana-service-account-token
harness-api-key: harness-api-key
hashicorp-tf-api-token: terraform-cloud-token
hashicorp-tf-password: assigned-password
heroku-api-key: heroku-api-key-legacy
heroku-api-key-v2: heroku-api-key
hubspot-api-key: hubspot-api-key
huggingface-access-token: hugging-face-token
huggingface-organization-api-token: hugging-face-organization-token
infracost-api-token: infracost-api-key
intercom-api-key: intercom-access-token
intra42-client-secret: intra42-client-secret
jfrog-api-key: artifactory-api-key
jfrog-identity-token: artifactory-reference-token
jwt: json-web-token
jwt-base64: json-web-token
kraken-access-token: kraken-private-key
kubernetes-secret-yaml: kubernetes-pull-secret
kucoin-access-token: kucoin-api-secret
kucoin-secret-key: kucoin-api-secret
launchdarkly-access-token: launchdarkly-key
linear-api-key: linear-api-key
linear-client-secret: linear-client-secret
linkedin-client-id:
linkedin-client-secret: linkedin-client-secret linkedin-legacy-client-secret
lob-api-key: lob-api-key
lob-pub-api-key: lob-publishable-key
looker-client-id:
looker-client-secret:
mailchimp-api-key: mailchimp-api-key
mailgun-private-api-token: mailgun-private-key
mailgun-pub-key:
mailgun-signing-key: mailgun-signing-key mailgun-api-key
mapbox-api-token: mapbox-public-token mapbox-secret-token
mattermost-access-token: mattermost-token
maxmind-license-key: maxmind-license-key
messagebird-api-token: messagebird-access-key
messagebird-client-id: messagebird-client-id
microsoft-teams-webhook: teams-webhook-url
netlify-access-token: netlify-token-legacy netlify-token
new-relic-browser-api-token: new-relic-browser-key
new-relic-insert-key: new-relic-insights-key new-relic-insights-key-short
new-relic-user-api-id:
new-relic-user-api-key: new-relic-user-key
notion-api-token: notion-token
npm-access-token: npm-access-token
nuget-config-password: nuget-config-password
nytimes-access-token: news-api-key
octopus-deploy-api-key: octopus-deploy-api-key
okta-access-token: okta-api-token
openai-api-key: openai-api-key openai-admin-key
openshift-user-token: openshift-token
perplexity-api-key: perplexity-api-key
pkcs12-file:
plaid-api-token: plaid-access-token
plaid-client-id:
plaid-secret-key: plaid-secret
planetscale-api-token: planetscale-token
planetscale-oauth-token: planetscale-token
planetscale-password: planetscale-password
postman-api-token: postman-api-key
prefect-api-token: prefect-api-key
private-key: pkcs8-private-key rsa-private-key ec-private-key dsa-private-key openssh-private-key \
 encrypted-private-key legacy-encrypted-private-key openssh-encrypted-private-key pgp-private-key ssh2-private-key
privateai-api-token:
pulumi-api-token: pulumi-access-token
pypi-upload-token: pypi-api-token
rapidapi-access-token: rapidapi-key
readme-api-token: readme-api-key
rubygems-api-token: rubygems-api-key
scalingo-api-token: scalingo-api-token
sendbird-access-id:
sendbird-access-token: sendbird-api-token
sendgrid-api-token: sendgrid-api-key
sendinblue-api-token: brevo-api-key
sentry-access-token: sentry-legacy-token
sentry-org-token: sentry-org-token
sentry-user-token: sentry-user-token
settlemint-application-access-token: settlemint-token
settlemint-personal-access-token: settlemint-token
settlemint-service-access-token: settlemint-token
shippo-api-token: shippo-api-token
shopify-access-token: shopify-access-token
shopify-custom-access-token: shopify-access-token
shopify-private-app-access-token: shopify-access-token
shopify-shared-secret: shopify-app-secret
sidekiq-secret: sidekiq-credentials
sidekiq-sensitive-url: sidekiq-url
slack-app-token: slack-app-token
slack-bot-token: slack-bot-token
slack-config-access-token: slack-config-token
slack-config-refresh-token: slack-config-token
slack-legacy-bot-token: slack-bot-token
slack-legacy-token: slack-legacy-token slack-token
slack-legacy-workspace-token: slack-legacy-token slack-token
slack-user-token: slack-user-token
slack-webhook-url: slack-webhook-url slack-workflow-url slack-hook-url
snyk-api-token: snyk-token snyk-token-in-context
sonar-api-token: sonar-token sonar-token-legacy sonar-token-in-context
sourcegraph-access-token: sourcegraph-access-token sourcegraph-access-token-legacy sourcegraph-dotcom-token
square-access-token: square-access-token square-legacy-access-token
squarespace-access-token: squarespace-api-key
stripe-access-token: stripe-secret-key stripe-restricted-key stripe-test-key
sumologic-access-id: sumologic-access-id
sumologic-access-token: sumologic-access-key
telegram-bot-api-token: telegram-bot-token telegram-bot-token-in-context
travisci-access-token: travis-ci-token
twilio-api-key: twilio-api-key
twitch-api-token: twitch-client-secret
twitter-access-secret: x-access-token
twitter-access-token: x-access-token
twitter-api-key: x-api-secret
twitter-api-secret: x-api-secret
twitter-bearer-token: x-bearer-token
typeform-api-token: typeform-token
vault-batch-token: vault-batch-token
vault-service-token: vault-service-token vault-token-legacy
yandex-access-token: yandex-oauth-token yandex-iam-token
yandex-api-key: yandex-cloud-api-key
yandex-aws-access-token: yandex-static-key-secret
zendesk-secret-key: zendesk-api-token
"""


@lru_cache(1)
def default_rules() -> dict[str, tuple[str, ...]]:
    """The ids of our rules by the id of the default rule of gitleaks that they stand for; some have none."""
    table: dict[str, tuple[str, ...]] = {}
    for line in _TABLE.replace("\\\n", "").split("\n"):
        default, colon, ours = line.partition(":")
        if colon:
            table[default] = tuple(ours.split())
    return table


def goes_by_name(rule: str) -> bool:
    """Whether a rule of ours finds values under a telling name, of a credential or of a service."""
    return rule.startswith("assigned-") or rule.endswith("service-credential") or rule in _OTHERS


_OTHERS = ("known-prefix-key",)
