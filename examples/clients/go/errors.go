package main

import (
	"fmt"
	"strings"
	"time"

	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/types/known/durationpb"
)

// describe reads what the daemon says of an error: a reason to decide by, which limit it was, and when to try again.
func describe(err error) string {
	failure := status.Convert(err)
	parts := []string{failure.Code().String()}
	for _, detail := range failure.Details() {
		switch detail := detail.(type) {
		case *errdetails.ErrorInfo:
			parts = append(parts, detail.Reason, "retryable "+detail.Metadata["retryable"])
		case *errdetails.QuotaFailure:
			parts = append(parts, "limit "+detail.Violations[0].Subject)
		case *errdetails.RetryInfo:
			parts = append(parts, fmt.Sprintf("again after %s", detail.RetryDelay.AsDuration()))
		}
	}
	return strings.Join(parts, ", ")
}

func seconds(count int64) *durationpb.Duration {
	return durationpb.New(time.Duration(count) * time.Second)
}
