package main

import (
	"log"
	"slices"
	"strings"

	"google.golang.org/genproto/googleapis/rpc/code"
	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc/status"

	sandkeep "runner/gen/sandkeep/v1"
)

var newOutcomes = []string{"CREATED", "CLAIMED", "RESTORED"}

func (r *runner) outcomeOfBox(found box) outcome {
	seen := outcome{
		"id":         found.sandbox.Id,
		"outcome":    found.outcome,
		"state":      short(found.sandbox.State, "SANDBOX_STATE_"),
		"generation": found.sandbox.Generation,
		"has_url":    found.url != "",
		"is_new":     slices.Contains(newOutcomes, found.outcome),
	}
	for name, other := range r.boxes {
		seen["same_as_"+name] = other.sandbox.Id == found.sandbox.Id
	}
	return seen
}

func outcomeOfState(sandbox *sandkeep.Sandbox) outcome {
	return outcome{"state": short(sandbox.GetState(), "SANDBOX_STATE_")}
}

func outcomeOfFailure(err error) outcome {
	failure, isStatus := status.FromError(err)
	if !isStatus {
		log.Fatal(err)
	}
	seen := outcome{"status": code.Code(failure.Code()).String(), "error": "", "fields": ""}
	for _, detail := range failure.Details() {
		switch detail := detail.(type) {
		case *errdetails.ErrorInfo:
			addErrorInfo(seen, detail)
		case *errdetails.RetryInfo:
			seen["retry_after_s"] = detail.RetryDelay.AsDuration().Seconds()
		case *errdetails.QuotaFailure:
			seen["quota"] = detail.Violations[0].Subject
		case *errdetails.BadRequest:
			var fields []string
			for _, violation := range detail.FieldViolations {
				fields = append(fields, violation.Field)
			}
			seen["fields"] = strings.Join(fields, ",")
		}
	}
	return seen
}

func addErrorInfo(seen outcome, info *errdetails.ErrorInfo) {
	seen["error"] = info.Reason
	seen["domain"] = info.Domain
	seen["has_hint"] = info.Metadata["hint"] != ""
	seen["retryable"] = info.Metadata["retryable"] == "true"
	for key, value := range info.Metadata {
		seen["metadata_"+key] = value
	}
}
